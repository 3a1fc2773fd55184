package io.millrace.edge;

import io.millrace.chunklog.ObjectKind;
import io.millrace.chunklog.ObjectPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often a playlist changes, as it says itself. What a cache may keep for half that time makes a player late by no
 * more than that.
 *
 * @param maxAgeSeconds how long a cache may keep the playlist
 */
record PlaylistPace(long maxAgeSeconds) {

    /** More than this is not read. */
    private static final int MOST_BYTES = 1 << 20;

    /** Nothing is added to it any more, though another may take its place. */
    private static final PlaylistPace FINISHED = new PlaylistPace(60);

    /** A cache counts whole seconds. */
    private static final long LEAST_SECONDS = 1;

    /** Of one that still changes: some packagers tell a period of minutes and put the manifest with every segment. */
    private static final long MOST_SECONDS = 5;

    private static final Pattern TARGET_DURATION = Pattern.compile("#EXT-X-TARGETDURATION:\\s*(\\d{1,6})");
    private static final Pattern UPDATE_PERIOD = Pattern.compile("\\bminimumUpdatePeriod\\s*=\\s*[\"']([^\"']+)[\"']");
    private static final Pattern DYNAMIC = Pattern.compile("\\btype\\s*=\\s*[\"']dynamic[\"']");
    private static final String LOW_LATENCY = "#EXT-X-PART-INF";
    private static final String ENDED = "#EXT-X-ENDLIST";

    /** Reads an object that has just become whole, if it is a playlist; once for each generation. */
    static void read(LiveObject object) {
        if (object.kind() == ObjectKind.PLAYLIST && object.length() <= MOST_BYTES) {
            object.bytes().ifPresent(parts -> {
                StringBuilder playlist = new StringBuilder();
                parts.forEach(part -> {
                    playlist.append(part.toString(StandardCharsets.ISO_8859_1)); // what is looked for is ASCII
                    part.release();
                });
                object.pace(of(object.path(), playlist.toString()));
            });
        }
    }

    /** What a playlist tells; nothing where it does not. */
    static Optional<PlaylistPace> of(ObjectPath path, String playlist) {
        return switch (path.extension()) {
            case "m3u8", "m3u" -> ofHls(playlist);
            case "mpd" -> ofDash(playlist);
            default -> Optional.empty();
        };
    }

    private static Optional<PlaylistPace> ofHls(String playlist) {
        if (playlist.contains(ENDED)) {
            return Optional.of(FINISHED);
        }
        if (playlist.contains(LOW_LATENCY)) {
            return Optional.of(new PlaylistPace(LEAST_SECONDS)); // it changes with every part
        }
        Matcher target = TARGET_DURATION.matcher(playlist);
        return target.find()
                ? Optional.of(halfOf(Duration.ofSeconds(Long.parseLong(target.group(1)))))
                : Optional.empty();
    }

    private static Optional<PlaylistPace> ofDash(String manifest) {
        Matcher period = UPDATE_PERIOD.matcher(manifest);
        if (!period.find()) {
            // One that is dynamic may still be put again at any time.
            return DYNAMIC.matcher(manifest).find() ? Optional.empty() : Optional.of(FINISHED);
        }
        try {
            return Optional.of(halfOf(Duration.parse(period.group(1))));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static PlaylistPace halfOf(Duration duration) {
        return new PlaylistPace(Math.clamp(duration.dividedBy(2).toSeconds(), LEAST_SECONDS, MOST_SECONDS));
    }
}
