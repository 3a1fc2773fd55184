package io.millrace.ingest;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Set;

/**
 * Lets pages of other origins upload from a browser (the Fetch standard's CORS protocol). Says nothing to who sends no
 * Origin, as encoders that are no browsers.
 */
final class Cors {

    private static final String ANY = "*";
    private static final String EXPOSED = "Content-Location, DAV, ETag, Retry-After, WWW-Authenticate";
    private static final int MOST_REQUESTED_LENGTH = 1024;
    private static final int MAX_AGE_SECONDS = 7200;

    private final boolean any;
    private final Set<String> origins;

    /**
     * @param origins each as a browser sends it ({@code https://studio.example}), or {@code *}
     */
    Cors(List<String> origins) {
        this.any = origins.contains(ANY);
        this.origins = Set.copyOf(origins);
    }

    /** Adds what lets the page read the answer. */
    void allow(HttpHeaders request, HttpHeaders answer) {
        String origin = request.get(HttpHeaderNames.ORIGIN);
        if (origin == null) {
            return;
        }
        if (!any) {
            answer.add(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN);
        }
        if (any || origins.contains(origin)) {
            answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, any ? ANY : origin);
            answer.set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        }
    }

    /** Adds what allows the request that a preflight asks for; nothing where it is none, or of a strange origin. */
    void allowPreflight(HttpHeaders request, HttpHeaders answer, String methods) {
        String origin = request.get(HttpHeaderNames.ORIGIN);
        boolean preflight = origin != null && request.contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
        if (!preflight || !(any || origins.contains(origin))) {
            return;
        }
        answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, methods);
        answer.set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
        String requested = request.get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS);
        if (requested != null && requested.length() <= MOST_REQUESTED_LENGTH) {
            // Named one by one: a star does not stand for Authorization.
            answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, requested);
            answer.add(HttpHeaderNames.VARY, HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS);
        }
    }
}
