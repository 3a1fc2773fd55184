package io.millrace.edge.answer;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a {@code Range} header asks for (RFC 9110, section 14.2), before the length of the representation is known.
 * Immutable.
 *
 * @param asked in the client's order; at least one
 */
public record ByteRanges(List<Asked> asked) {

    /**
     * More than this many are ignored: what sends more is broken or hostile (RFC 9110, section 17.15), while document
     * viewers, which ask for the most, stay below it.
     */
    static final int MOST_RANGES = 32;

    private static final String UNIT = "bytes=";

    /** One element of the header. Offsets and lengths that no {@code long} holds are its largest value. */
    public sealed interface Asked {

        /** {@code first-last}, both included. */
        record Closed(long first, long last) implements Asked {}

        /** {@code first-}: all from an offset on. */
        record Open(long first) implements Asked {}

        /** {@code -length}: the last bytes. */
        record Suffix(long length) implements Asked {}
    }

    /** What the ranges come to in a representation of a known length. */
    public sealed interface Selection {

        /** The ranges are ignored: they overlap, which would send bytes twice, or there is no byte to send. */
        record Whole() implements Selection {}

        /** Ranges within the representation that do not overlap, in the client's order; at least one. */
        record Parts(List<ByteRange> ranges) implements Selection {}

        /** None of the ranges begins within the representation. */
        record Unsatisfiable() implements Selection {}
    }

    public ByteRanges {
        asked = List.copyOf(asked);
    }

    /** The ranges that a request asks for; none where the header is absent, malformed, in another unit or excessive. */
    public static Optional<ByteRanges> of(HttpHeaders request) {
        if (!request.contains(HttpHeaderNames.RANGE)) {
            return Optional.empty();
        }
        List<String> fields = request.getAll(HttpHeaderNames.RANGE);
        return fields.size() == 1 ? parse(fields.getFirst()) : Optional.empty();
    }

    /** Reads the value of a {@code Range} header; nothing where it is to be ignored. */
    public static Optional<ByteRanges> parse(String value) {
        String trimmed = value.strip();
        if (!trimmed.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
            return Optional.empty();
        }
        List<Asked> asked = new ArrayList<>();
        for (String element : trimmed.substring(UNIT.length()).split(",", -1)) {
            String spelled = element.strip();
            if (spelled.isEmpty()) {
                continue; // RFC 9110, section 5.6.1.2: empty elements of a list don't count
            }
            Optional<Asked> one = element(spelled);
            if (one.isEmpty() || asked.size() == MOST_RANGES) {
                return Optional.empty();
            }
            asked.add(one.orElseThrow());
        }
        return asked.isEmpty() ? Optional.empty() : Optional.of(new ByteRanges(asked));
    }

    private static Optional<Asked> element(String spelled) {
        int dash = spelled.indexOf('-');
        if (dash < 0) {
            return Optional.empty();
        }
        long first = number(spelled, 0, dash);
        long last = number(spelled, dash + 1, spelled.length());
        boolean noFirst = dash == 0;
        boolean noLast = dash == spelled.length() - 1;
        if (noFirst) {
            return last < 0 ? Optional.empty() : Optional.of(new Asked.Suffix(last));
        }
        if (first < 0) {
            return Optional.empty();
        }
        if (noLast) {
            return Optional.of(new Asked.Open(first));
        }
        return last < first ? Optional.empty() : Optional.of(new Asked.Closed(first, last));
    }

    /** A decimal number, or -1 where there is none. */
    private static long number(String text, int from, int to) {
        long number = from < to ? 0 : -1;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            int digit = c - '0';
            number = number > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : number * 10 + digit;
        }
        return number;
    }

    /** The parts of a representation that are asked for. */
    public Selection within(long length) {
        List<ByteRange> ranges = new ArrayList<>(asked.size());
        for (Asked one : asked) {
            long from = from(one, length);
            long to = to(one, length);
            if (from < to) {
                ByteRange range = new ByteRange(from, to);
                if (ranges.stream().anyMatch(range::overlaps)) {
                    return new Selection.Whole();
                }
                ranges.add(range);
            }
        }
        if (ranges.isEmpty()) {
            return length == 0 && asked.stream().anyMatch(ByteRanges::satisfiedByNothing)
                    ? new Selection.Whole()
                    : new Selection.Unsatisfiable();
        }
        return new Selection.Parts(List.copyOf(ranges));
    }

    /** RFC 9110, section 14.1.2: the last bytes of what has none can be had, but {@code Content-Range} can't say it. */
    private static boolean satisfiedByNothing(Asked one) {
        return one instanceof Asked.Suffix suffix && suffix.length() > 0;
    }

    private static long from(Asked one, long length) {
        return switch (one) {
            case Asked.Closed closed -> closed.first();
            case Asked.Open open -> open.first();
            case Asked.Suffix suffix -> Math.max(0, length - suffix.length());
        };
    }

    private static long to(Asked one, long length) {
        return one instanceof Asked.Closed closed ? Math.min(closed.last(), length - 1) + 1 : length;
    }
}
