package io.millrace.shaper.body;

import io.millrace.proto.control.v1.BodyPoint;
import io.millrace.proto.control.v1.HeaderChange;
import io.millrace.proto.control.v1.Truncate;
import io.millrace.shaper.rule.Plan;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A response's head before it is sent.
 *
 * @param headers may be changed
 */
record ShapedHead(HttpResponseStatus status, HttpHeaders headers) {

    /** What says where messages end is the connection's. */
    private static final Set<String> FRAMING =
            Set.of("connection", "content-length", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

    private static final String CONTENT_LENGTH = "content-length";

    /** The length that it tells. */
    OptionalLong length() {
        String told = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        try {
            return told == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(told));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** RFC 9110, section 6.4.1: whether there is never a body with it. */
    boolean bodiless() {
        return status.equals(HttpResponseStatus.NO_CONTENT) || status.equals(HttpResponseStatus.NOT_MODIFIED);
    }

    /** Does what a plan does to heads; one of a body that is cut off cleanly tells the shorter length. */
    void shape(Plan plan) {
        plan.truncate().filter(Truncate::getClean).ifPresent(this::shorten);
        plan.headers().ifPresent(this::change);
    }

    private void shorten(Truncate truncate) {
        OptionalLong length = length();
        if (length.isEmpty()) {
            return;
        }
        long whole = length.getAsLong();
        long end = truncate.getAt().getPointCase() == BodyPoint.PointCase.FRACTION
                ? (long) (truncate.getAt().getFraction() * whole)
                : truncate.getAt().getBytes();
        if (end < whole) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, end);
            shortenRange(whole, end);
        }
    }

    /** RFC 9110, section 14.4: {@code bytes first-last/complete}. */
    private void shortenRange(long whole, long end) {
        String range = headers.get(HttpHeaderNames.CONTENT_RANGE);
        int dash = range == null ? -1 : range.indexOf('-');
        int slash = range == null ? -1 : range.indexOf('/');
        if (!status.equals(HttpResponseStatus.PARTIAL_CONTENT) || dash < 0 || slash < dash || end == 0) {
            return;
        }
        try {
            long last = Long.parseLong(range.substring(dash + 1, slash)) - (whole - end);
            headers.set(HttpHeaderNames.CONTENT_RANGE, range.substring(0, dash + 1) + last + range.substring(slash));
        } catch (NumberFormatException e) {
            // Nobody's to mend: the origin told it so.
            return;
        }
    }

    private void change(HeaderChange change) {
        change.getRemoveList().stream()
                .filter(name ->
                        name.equalsIgnoreCase(CONTENT_LENGTH) || !FRAMING.contains(name.toLowerCase(Locale.ROOT)))
                .forEach(headers::remove);
        change.getSetMap().forEach((name, value) -> {
            if (!FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
                headers.set(name, value);
            }
        });
    }
}
