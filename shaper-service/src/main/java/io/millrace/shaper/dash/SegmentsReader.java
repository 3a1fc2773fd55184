package io.millrace.shaper.dash;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * Reads how representations' segments are addressed, of the innermost elements that tell it. One an MPD, used by one
 * thread.
 */
final class SegmentsReader {

    /** A timeline's segments beyond this are not looked at: two days of two seconds each. */
    private static final int MOST_SEGMENTS = 100_000;

    /** So for all of an MPD's representations together, each of which may have what stands once in the text. */
    private static final int MOST_IN_ALL = 2_000_000;

    private int left = MOST_IN_ALL;

    /**
     * Reads it.
     *
     * @param scope from the period to the representation
     * @param length of the period
     */
    Segments read(List<MpdElement> scope, Optional<Duration> length) {
        List<MpdElement> templates = all(scope, "SegmentTemplate");
        if (!templates.isEmpty()) {
            return new Segments.Templated(
                    MpdReader.inner(templates, "media"),
                    MpdReader.inner(templates, "initialization").or(() -> initialization(templates)),
                    times(templates, length));
        }
        List<MpdElement> lists = all(scope, "SegmentList");
        if (!lists.isEmpty()) {
            List<String> media = lists.getLast().all("SegmentURL").stream()
                    .flatMap(url -> url.attribute("media").stream())
                    .toList();
            return new Segments.Listed(media, initialization(lists), times(lists, length));
        }
        return new Segments.Single();
    }

    private static List<MpdElement> all(List<MpdElement> scope, String name) {
        return scope.stream().flatMap(element -> element.first(name).stream()).toList();
    }

    private static Optional<String> initialization(List<MpdElement> segments) {
        return segments.reversed().stream()
                .flatMap(element -> element.first("Initialization").stream())
                .flatMap(element -> element.attribute("sourceURL").stream())
                .findFirst();
    }

    private SegmentTimes times(List<MpdElement> segments, Optional<Duration> length) {
        long timescale = Math.max(1, number(segments, "timescale", 1));
        long offset = number(segments, "presentationTimeOffset", 0);
        Optional<MpdElement> timeline = segments.reversed().stream()
                .flatMap(element -> element.first("SegmentTimeline").stream())
                .findFirst();
        LongStream.Builder starts = LongStream.builder();
        long end = 0;
        if (timeline.isPresent()) {
            long until = length.map(
                            whole -> offset + (long) ((whole.toSeconds() + whole.toNanosPart() / 1e9) * timescale))
                    .orElse(Long.MIN_VALUE);
            end = expand(timeline.orElseThrow().all("S"), until, starts);
        }
        double early = segments.reversed().stream()
                .flatMap(element -> element.attribute("availabilityTimeOffset").stream())
                .findFirst()
                .map(SegmentsReader::seconds)
                .orElse(0.0);
        return new SegmentTimes(
                number(segments, "startNumber", 1),
                timescale,
                Math.max(0, number(segments, "duration", 0)),
                early,
                starts.build().toArray(),
                end);
    }

    /** Adds each segment's start and tells the last one's end. */
    private long expand(List<MpdElement> entries, long until, LongStream.Builder starts) {
        long time = 0;
        int count = 0;
        for (int i = 0; i < entries.size(); i++) {
            MpdElement entry = entries.get(i);
            time = entry.number("t").orElse(time);
            long duration = Math.max(0, entry.number("d").orElse(0));
            long repeats = entry.number("r").orElse(0);
            if (repeats < 0) {
                OptionalLong next = i + 1 < entries.size() ? entries.get(i + 1).number("t") : OptionalLong.empty();
                long end = next.orElse(until);
                repeats = duration == 0 || end <= time ? 0 : (end - time + duration - 1) / duration - 1;
            }
            for (long r = 0; r <= repeats && count < MOST_SEGMENTS && left > 0; r++) {
                starts.add(time);
                time += duration;
                count++;
                left--;
            }
        }
        return time;
    }

    private static long number(List<MpdElement> segments, String attribute, long otherwise) {
        for (MpdElement element : segments.reversed()) {
            OptionalLong number = element.number(attribute);
            if (number.isPresent()) {
                return number.getAsLong();
            }
        }
        return otherwise;
    }

    private static double seconds(String text) {
        try {
            double seconds = text.equals("INF") ? 0 : Double.parseDouble(text);
            return Double.isFinite(seconds) ? seconds : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
