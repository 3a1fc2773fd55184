package io.millrace.shaper.shape;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which headers pass the shaper (RFC 9110, section 7.6), on either way. */
final class Headers {

    /** What concerns one connection only. */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings");

    /** What is between the client and the shaper: a page that plays, and cookies that are for the shaper's host. */
    private static final Set<String> NOT_FOR_ORIGINS =
            Set.of("host", "content-length", "expect", "origin", "referer", "cookie", "forwarded", "x-forwarded-for");

    /** What is between the shaper and an origin: who may keep or read what it says, which the shaper says itself. */
    private static final Set<String> NOT_FOR_CLIENTS = Set.of(
            "cache-control",
            "cdn-cache-control",
            "surrogate-control",
            "expires",
            "pragma",
            "age",
            "set-cookie",
            "alt-svc",
            "strict-transport-security",
            "date",
            "link");

    private static final String CROSS_ORIGIN = "access-control-";
    private static final String TIMING = "timing-allow-origin";
    /** HTTP/2's way in, as Netty tells it. */
    private static final String HTTP2 = "x-http2-";

    private Headers() {}

    /**
     * What goes on to an origin.
     *
     * @param own whether it is the session's own origin, which may learn who the client says that it is
     * @param plain whether the answer has to be uncompressed, because it may be read
     * @param whole whether it has to be whole, because it will be
     */
    static HttpHeaders forOrigin(HttpHeaders request, boolean own, boolean plain, boolean whole) {
        HttpHeaders headers = without(request, NOT_FOR_ORIGINS);
        if (!own) {
            headers.remove(HttpHeaderNames.AUTHORIZATION);
        }
        if (plain) {
            headers.set(HttpHeaderNames.ACCEPT_ENCODING, HttpHeaderValues.IDENTITY);
        }
        if (whole) {
            headers.remove(HttpHeaderNames.RANGE);
            headers.remove(HttpHeaderNames.IF_RANGE);
        }
        return headers;
    }

    /** What goes on to a client; nobody keeps it. */
    static HttpHeaders forClient(HttpHeaders answer) {
        HttpHeaders headers = without(answer, NOT_FOR_CLIENTS);
        headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        Cors.allow(headers);
        return headers;
    }

    private static HttpHeaders without(HttpHeaders headers, Set<String> left) {
        HttpHeaders passed = new DefaultHttpHeaders();
        List<String> named = headers.getAll(HttpHeaderNames.CONNECTION).stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
        headers.forEach(header -> {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            boolean passes = !HOP_BY_HOP.contains(name)
                    && !left.contains(name)
                    && !named.contains(name)
                    && !name.startsWith(CROSS_ORIGIN)
                    && !name.startsWith(HTTP2)
                    && !name.equals(TIMING);
            if (passes) {
                passed.add(header.getKey(), header.getValue());
            }
        });
        return passed;
    }
}
