package io.millrace.shaper.media;

import io.millrace.proto.control.v1.ObjectKind;
import io.millrace.proto.control.v1.SegmentClass;
import io.millrace.shaper.dash.Mpd;
import io.millrace.shaper.hls.HlsPlaylist;
import io.millrace.shaper.url.UrlText;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the manifests that passed in a session tell of the objects that are asked for. One a session, used by any
 * thread, bounded: of long presentations what was listed longest ago is forgotten.
 */
public final class Catalog {

    private static final int MOST_PRESENTATIONS = 8;
    private static final int MOST_FORGOTTEN = 16;
    private static final URI NOWHERE = URI.create("http://nowhere.invalid/");
    private static final String CDN_PARAMETER = "cdn=";

    private final SegmentClasses classes;
    private final InstantSource clock;
    private final SessionMarks before;

    // What follows is guarded by this.
    private final HlsCatalog hls;
    private final Bounded<String, DashPresentation> presentations = new Bounded<>(MOST_PRESENTATIONS);

    private Catalog(SegmentClasses classes, SessionMarks before, InstantSource clock) {
        this.classes = classes;
        this.before = before;
        this.clock = clock;
        this.hls = new HlsCatalog(classes, before.tracks());
    }

    /**
     * A catalogue that knows no manifest yet.
     *
     * @param marks {@link #marks} of the session's catalogue before a restart, or none
     */
    public static Catalog of(SegmentClasses classes, SessionMarks marks) {
        return of(classes, marks, InstantSource.system());
    }

    /** The same with another clock, by which the newest segment of some DASH presentations is told. */
    public static Catalog of(SegmentClasses classes, SessionMarks marks, InstantSource clock) {
        return new Catalog(classes, marks, clock);
    }

    /**
     * Reads a manifest as its origin gave it. What is no manifest, or one that can't be read, changes nothing.
     *
     * @param manifest the URL at which the client has it, as its origin knows it
     */
    public void learn(URI manifest, String text) {
        learn(manifest, manifest, text);
    }

    /**
     * The same where redirects were followed.
     *
     * @param manifest what was asked for
     * @param from where it is from: what its URLs are relative to
     */
    public void learn(URI manifest, URI from, String text) {
        try {
            read(manifest, from, text);
        } catch (ArithmeticException | DateTimeException e) {
            return; // it has times or numbers that there are not
        }
    }

    private void read(URI manifest, URI from, String text) {
        if (HlsPlaylist.isPlaylist(text)) {
            HlsPlaylist playlist = HlsPlaylist.parse(text);
            synchronized (this) {
                hls.learn(UrlKey.of(manifest), from, playlist);
            }
        } else if (Mpd.isMpd(text)) {
            Mpd.read(from, text).ifPresent(mpd -> learn(UrlKey.of(manifest), mpd));
        }
    }

    private synchronized void learn(String name, Mpd mpd) {
        DashPresentation presentation = presentations.get(name);
        if (presentation == null) {
            presentation = new DashPresentation(name, classes, before.tracks());
        }
        presentation.learn(mpd, clock.instant());
        presentations.renew(name, presentation);
    }

    /**
     * The variables that a media playlist may import of its master playlist (RFC 8216bis, section 4.4.2.3), by their names;
     * none where no master playlist has told of it.
     */
    public synchronized Map<String, String> imports(URI playlist) {
        return hls.imports(UrlKey.of(playlist));
    }

    /** What is known of the object at a URL: by the manifests that told of it, else by its name. */
    public ObjectFacts facts(URI url) {
        return facts(url, 0);
    }

    /**
     * The same where segments may share a URL.
     *
     * @param firstByte of the range that is asked for
     */
    public ObjectFacts facts(URI url, long firstByte) {
        Optional<ObjectFacts> told = told(UrlKey.of(url), firstByte);
        if (told.isEmpty() && url.getRawQuery() != null) {
            told = told(UrlKey.withoutQuery(url), firstByte); // a player added to it
        }
        return told.orElseGet(() -> {
            ObjectKind kind = NamedKind.of(url);
            return ObjectFacts.of(
                    kind,
                    kind == ObjectKind.OBJECT_KIND_SEGMENT
                            ? classes.of(url).orElse(SegmentClass.SEGMENT_CLASS_CONTENT)
                            : SegmentClass.SEGMENT_CLASS_UNSPECIFIED);
        });
    }

    private synchronized Optional<ObjectFacts> told(String key, long firstByte) {
        Optional<ObjectFacts> told = hls.facts(key, firstByte);
        for (DashPresentation presentation : presentations.sequencedValues().reversed()) {
            if (told.isPresent()) {
                break;
            }
            told = presentation.facts(key, clock.instant());
        }
        return told;
    }

    /** The CDN that an object is of by the parameter {@code cdn} in its media playlist's URL, as DripLS has it. */
    public Optional<String> cdn(URI url) {
        String key = UrlKey.of(url);
        String playlist;
        synchronized (this) {
            playlist = hls.playlist(key).orElse(key);
        }
        int query = playlist.indexOf('?');
        if (query < 0) {
            return Optional.empty();
        }
        for (String parameter : playlist.substring(query + 1).split("&", -1)) {
            if (parameter.startsWith(CDN_PARAMETER)) {
                try {
                    return Optional.of(
                            URLDecoder.decode(parameter.substring(CDN_PARAMETER.length()), StandardCharsets.UTF_8));
                } catch (IllegalArgumentException e) {
                    return Optional.empty(); // half an escape
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Manifests that the session was given before a restart, which must be read again for what they told to be known.
     *
     * @return up to {@value #MOST_FORGOTTEN}
     */
    public List<URI> forgotten() {
        return before.tracks().keySet().stream()
                .map(name -> name.contains(" ") ? name.substring(0, name.indexOf(' ')) : name)
                .distinct()
                .flatMap(name -> UrlText.resolve(NOWHERE, name).stream())
                .limit(MOST_FORGOTTEN)
                .toList();
    }

    /** What must be given to {@link #of} after a restart for segments to keep their numbers. */
    public SessionMarks marks() {
        Map<String, SegmentMark> marks = new HashMap<>(before.tracks());
        Map<String, SegmentMark> present = new HashMap<>();
        synchronized (this) {
            hls.marks(present);
            presentations.values().forEach(presentation -> presentation.marks(present));
        }
        marks.putAll(present);
        if (marks.size() > SessionMarks.MOST_TRACKS) {
            marks = present;
        }
        return new SessionMarks(marks.entrySet().stream()
                .filter(mark -> mark.getKey().length() <= SessionMarks.MOST_NAME)
                .limit(SessionMarks.MOST_TRACKS)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }
}
