package io.millrace.shaper.hls;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one media playlist, line by line. */
final class HlsMediaReader {

    /** A day of segments of five seconds, and more. */
    private static final int MOST_SKIPPED = 20_000;

    private final HlsVariables variables;
    private final AdCues cues = new AdCues();

    private final List<HlsSegment> segments = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();
    private final List<HlsSegment> parts = new ArrayList<>();
    private final List<String> maps = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final List<String> playlists = new ArrayList<>();

    private long firstSequence;
    private long discontinuitySequence;
    private int skipped;
    private boolean ended;
    private int discontinuities;

    private double seconds;
    /** Null where the next segment is the whole of what its URI names. */
    private String range;

    private String rangedUri = "";
    private long rangeEnd;
    private String partUri = "";
    private long partEnd;

    HlsMediaReader(HlsVariables variables) {
        this.variables = variables;
    }

    void read(HlsLine line) {
        switch (line) {
            case HlsUri uri -> segment(variables.in(uri.uri()));
            case HlsTag tag -> tag(tag);
        }
    }

    private void tag(HlsTag tag) {
        switch (tag.name()) {
            case "EXT-X-MEDIA-SEQUENCE" -> firstSequence = tag.number(0);
            case "EXT-X-DISCONTINUITY-SEQUENCE" -> discontinuitySequence = tag.number(0);
            case "EXT-X-SKIP" ->
                skipped = Math.clamp(tag.attributes().number("SKIPPED-SEGMENTS").orElse(0), 0, MOST_SKIPPED);
            case "EXT-X-ENDLIST" -> ended = true;
            case "EXTINF" -> seconds = seconds(tag.value());
            case "EXT-X-BYTERANGE" -> range = tag.value();
            case "EXT-X-DISCONTINUITY" -> {
                discontinuities++;
                cues.discontinuity();
            }
            case "EXT-X-MAP" -> addUri(maps, tag);
            case "EXT-X-KEY", "EXT-X-SESSION-KEY" -> addUri(keys, tag);
            case "EXT-X-RENDITION-REPORT" -> addUri(playlists, tag);
            case "EXT-X-PART" -> part(tag.attributes());
            case "EXT-X-PRELOAD-HINT" -> hint(tag.attributes());
            default -> cues.read(tag);
        }
    }

    private static double seconds(String value) {
        int comma = value.indexOf(',');
        try {
            return Math.clamp(Double.parseDouble(comma < 0 ? value : value.substring(0, comma)), 0, 86_400);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private void addUri(List<String> uris, HlsTag tag) {
        tag.attributes().text("URI").map(variables::in).ifPresent(uris::add);
    }

    private void segment(String uri) {
        Optional<HlsRange> bytes =
                Optional.ofNullable(range).flatMap(text -> HlsRange.of(text, uri.equals(rangedUri) ? rangeEnd : 0));
        segments.add(new HlsSegment(uri, bytes, sequence(), seconds, cues.segment(seconds)));
        places.add(discontinuities);
        bytes.ifPresent(used -> {
            rangedUri = uri;
            rangeEnd = used.end();
        });
        seconds = 0;
        range = null;
    }

    private void part(HlsAttributes attributes) {
        attributes.text("URI").map(variables::in).ifPresent(uri -> {
            Optional<HlsRange> bytes =
                    attributes.text("BYTERANGE").flatMap(text -> HlsRange.of(text, uri.equals(partUri) ? partEnd : 0));
            parts.add(new HlsSegment(
                    uri, bytes, sequence(), attributes.decimal("DURATION").orElse(0.0), cues.here()));
            partUri = uri;
            partEnd = bytes.map(HlsRange::end).orElse(0L);
        });
    }

    /** What will be the next part, or begins with it; a hint at an initialization section names no segment. */
    private void hint(HlsAttributes attributes) {
        Optional<String> uri = attributes.text("URI").map(variables::in);
        if (uri.isPresent() && attributes.is("TYPE", "PART")) {
            Optional<HlsRange> bytes = attributes.all().containsKey("BYTERANGE-START")
                    ? Optional.of(new HlsRange(
                            attributes.number("BYTERANGE-START").orElse(0),
                            attributes.number("BYTERANGE-LENGTH").orElse(Long.MAX_VALUE)))
                    : Optional.empty();
            parts.add(new HlsSegment(uri.orElseThrow(), bytes, sequence(), 0, cues.here()));
        } else if (uri.isPresent() && attributes.is("TYPE", "MAP")) {
            maps.add(uri.orElseThrow());
        }
    }

    /** That of the segment that the next URI names. */
    private long sequence() {
        return firstSequence + skipped + segments.size();
    }

    HlsMedia result() {
        long newest = sequence() - 1;
        if (!parts.isEmpty()) {
            newest = Math.max(newest, parts.getLast().sequence());
        }
        return new HlsMedia(
                firstSequence,
                skipped,
                newest,
                ended,
                discontinuitySequence > 0 || discontinuities > 0,
                segments,
                places,
                parts,
                maps,
                keys,
                playlists);
    }
}
