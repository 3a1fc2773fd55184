package io.millrace.shaper.hls;

import io.millrace.shaper.splice.SpliceInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Follows what a playlist says of advertisements: {@code EXT-X-CUE-OUT} and {@code -IN}, {@code EXT-X-SCTE35}, and
 * date ranges with SCTE-35 in them, which are compared with the segments' own dates.
 */
final class AdCues {

    /** Encoders round a break's length. */
    private static final double TOLERANCE_SECONDS = 0.1;

    private HlsSegment.Cue state = HlsSegment.Cue.UNTOLD;
    /** How long a break that says so lasts still. */
    private double leftSeconds = Double.POSITIVE_INFINITY;

    /** By the date ranges' ids; a break without an end is until the farthest instant. */
    private final Map<String, Break> breaks = new LinkedHashMap<>();

    /** Of the next segment; null where none is known. */
    private Instant date;

    private record Break(Instant from, Instant until) {
        boolean covers(Instant instant) {
            return !instant.isBefore(from) && instant.isBefore(until);
        }
    }

    /** A tag that is none of these tells nothing. */
    void read(HlsTag tag) {
        switch (tag.name()) {
            case "EXT-X-CUE-OUT" -> out(seconds(tag, "DURATION"));
            case "EXT-X-CUE-OUT-CONT", "EXT-X-CUE" -> state = HlsSegment.Cue.AD;
            case "EXT-X-CUE-IN" -> in();
            case "EXT-X-SCTE35" -> scte35(tag.attributes());
            case "EXT-X-DATERANGE" -> dateRange(tag.attributes());
            case "EXT-X-PROGRAM-DATE-TIME" -> date = instant(tag.value()).orElse(date);
            default -> {}
        }
    }

    /** Dates are not told across a discontinuity, but they go on in practice. */
    void discontinuity() {
        if (leftSeconds <= TOLERANCE_SECONDS) {
            in();
        }
    }

    /** What is said of the next segment, which takes so long; it is over then. */
    HlsSegment.Cue segment(double seconds) {
        if (state == HlsSegment.Cue.AD && leftSeconds <= TOLERANCE_SECONDS) {
            in();
        }
        HlsSegment.Cue cue = here();
        leftSeconds -= seconds;
        date = date == null ? null : date.plusNanos((long) (seconds * 1e9));
        return cue;
    }

    HlsSegment.Cue here() {
        if (state == HlsSegment.Cue.AD || breaks.isEmpty() || date == null) {
            return state;
        }
        // A segment belongs to a break that begins in its first half second: clocks round.
        Instant shortlyAfter = date.plusMillis(500);
        boolean covered = breaks.values().stream().anyMatch(found -> found.covers(shortlyAfter));
        return covered ? HlsSegment.Cue.AD : HlsSegment.Cue.CONTENT;
    }

    private void out(double seconds) {
        state = HlsSegment.Cue.AD;
        leftSeconds = seconds > 0 ? seconds : Double.POSITIVE_INFINITY;
    }

    private void in() {
        state = HlsSegment.Cue.CONTENT;
        leftSeconds = Double.POSITIVE_INFINITY;
    }

    private void scte35(HlsAttributes attributes) {
        if (attributes.is("CUE-OUT", "YES") || attributes.is("CUE-OUT", "CONT")) {
            out(0);
        } else if (attributes.is("CUE-IN", "YES")) {
            in();
        }
    }

    private void dateRange(HlsAttributes attributes) {
        String id = attributes.text("ID").orElse("");
        Optional<Instant> start = attributes.text("START-DATE").flatMap(AdCues::instant);
        Optional<Boolean> command = attributes.text("SCTE35-CMD").flatMap(SpliceInfo::adOfHex);
        boolean out = attributes.all().containsKey("SCTE35-OUT") || command.orElse(false);
        boolean in = attributes.all().containsKey("SCTE35-IN") || !command.orElse(true);
        if (start.isEmpty() || (!out && !in && !breaks.containsKey(id))) {
            return;
        }
        Break known = breaks.get(id);
        Instant from = known == null ? start.orElseThrow() : known.from;
        Optional<Instant> until = attributes.text("END-DATE").flatMap(AdCues::instant);
        if (until.isEmpty()) {
            until = attributes
                    .decimal("DURATION")
                    .or(() -> in ? Optional.empty() : attributes.decimal("PLANNED-DURATION"))
                    .map(seconds -> from.plus(Duration.ofNanos((long) (seconds * 1e9))));
        }
        if (until.isEmpty() && in) {
            until = start;
        }
        if (in) {
            Instant back = start.orElseThrow();
            breaks.replaceAll((other, found) -> found.until.equals(Instant.MAX) ? new Break(found.from, back) : found);
        }
        breaks.put(id, new Break(from, until.orElse(known == null ? Instant.MAX : known.until)));
    }

    /** The length that a cue tells: {@code 30}, {@code DURATION=30}, or nothing. */
    private static double seconds(HlsTag tag, String attribute) {
        Optional<Double> told = tag.attributes().decimal(attribute);
        if (told.isPresent()) {
            return told.orElseThrow();
        }
        try {
            return Double.parseDouble(tag.value().strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static Optional<Instant> instant(String text) {
        String spelled = text.strip();
        // ISO 8601's offset without a colon, which FFmpeg writes.
        if (spelled.matches(".*[+-]\\d{4}")) {
            spelled = spelled.substring(0, spelled.length() - 2) + ":" + spelled.substring(spelled.length() - 2);
        }
        try {
            return Optional.of(OffsetDateTime.parse(spelled).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
