package io.millrace.shaper.rule;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which bytes of an object a request asks for (RFC 9110, section 14.1.2).
 *
 * @param spans at least one; in any order
 */
public record RequestedBytes(List<Span> spans) {

    /** All of them. */
    public static final RequestedBytes WHOLE = new RequestedBytes(List.of(new Span(0, Long.MAX_VALUE)));

    private static final int MOST_SPANS = 100;
    private static final Pattern UNIT = Pattern.compile("(?i)bytes=(.+)");
    private static final Pattern ONE = Pattern.compile("\\s*(\\d{0,18})-(\\d{0,18})\\s*");

    /**
     * Bytes that follow each other.
     *
     * @param first offset of the first
     * @param last offset of the last; {@link Long#MAX_VALUE} for the object's last
     */
    public record Span(long first, long last) {

        /** The last bytes of an object whose length is not known: no range that ends somewhere is said to hold them. */
        static final Span SUFFIX = new Span(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    public RequestedBytes {
        spans = List.copyOf(spans);
    }

    /** What the header {@code Range} asks for; everything, where there is none, or none that can be read. */
    public static RequestedBytes of(HttpHeaders headers) {
        String range = headers.get(HttpHeaderNames.RANGE);
        Matcher unit = range == null ? null : UNIT.matcher(range.strip());
        if (unit == null || !unit.matches()) {
            return WHOLE;
        }
        List<Span> spans = new ArrayList<>();
        for (String part : unit.group(1).split(",", MOST_SPANS)) {
            Matcher one = ONE.matcher(part);
            if (!one.matches() || (one.group(1).isEmpty() && one.group(2).isEmpty())) {
                return WHOLE;
            }
            spans.add(span(one.group(1), one.group(2)));
        }
        return new RequestedBytes(spans);
    }

    /**
     * Whether any of them is in a range.
     *
     * @param last inclusive; {@link Long#MAX_VALUE} for an open end
     */
    boolean overlap(long first, long last) {
        return spans.stream().anyMatch(span -> span.first() <= last && first <= span.last());
    }

    private static Span span(String first, String last) {
        if (first.isEmpty()) {
            return Span.SUFFIX;
        }
        return new Span(Long.parseLong(first), last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last));
    }
}
