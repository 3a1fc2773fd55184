package io.millrace.edge.cors;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.nio.file.Path;
import java.util.List;

/**
 * Which pages may read the answers of an edge. Immutable; used by every event loop. Where any page may, as by default,
 * its headers are constants and a request is not looked at.
 */
public final class CorsPolicy {

    private static final AsciiString ORIGIN = AsciiString.cached("Origin");
    private static final AsciiString REQUESTED_HEADERS = AsciiString.cached("Access-Control-Request-Headers");
    private static final AsciiString ANY = AsciiString.cached("*");
    private static final AsciiString TIMING_ALLOW_ORIGIN = AsciiString.cached("Timing-Allow-Origin");
    private static final AsciiString TRUE = AsciiString.cached("true");
    private static final AsciiString ASKS_PRIVATE = AsciiString.cached("access-control-request-private-network");
    private static final AsciiString ALLOW_PRIVATE = AsciiString.cached("access-control-allow-private-network");

    private final boolean anyOrigin;
    private final List<OriginPattern> origins;
    private final boolean credentials;
    /** Whether the headers that a page asks for are told back to it, because the star means nothing with credentials. */
    private final boolean echoesHeaders;

    private final AsciiString exposed;
    private final AsciiString methods;
    private final AsciiString headers;
    private final AsciiString maxAge;

    private CorsPolicy(CorsSettings settings) {
        this.anyOrigin = settings.origins().contains("*");
        this.origins = settings.origins().stream()
                .filter(origin -> !origin.equals("*"))
                .map(OriginPattern::parse)
                .toList();
        this.credentials = settings.credentials();
        this.echoesHeaders = credentials && settings.headers().contains("*");
        this.exposed = list(settings.exposed());
        this.methods = list(settings.methods());
        this.headers = list(settings.headers());
        this.maxAge = AsciiString.cached(Integer.toString(settings.maxAgeSeconds()));
    }

    /** Any page may read. */
    public static CorsPolicy open() {
        return new CorsPolicy(CorsSettings.OPEN);
    }

    /**
     * The policy of a channel.
     *
     * @throws IllegalArgumentException if it names what is no origin or no header, with a sentence that says so
     */
    public static CorsPolicy of(io.millrace.proto.control.v1.CorsPolicy channel) {
        return new CorsPolicy(CorsSettings.of(channel));
    }

    /** No page may read. */
    public static CorsPolicy closed() {
        return of(io.millrace.proto.control.v1.CorsPolicy.getDefaultInstance());
    }

    /**
     * The policy of a file, which is read now and not again.
     *
     * @throws InvalidCorsFileException if it can't be used, with one line that names the file and the fault
     */
    public static CorsPolicy read(Path file) {
        CorsSettings settings = CorsSettings.read(file);
        try {
            return new CorsPolicy(settings);
        } catch (IllegalArgumentException e) {
            throw new InvalidCorsFileException(file, e.getMessage());
        }
    }

    /**
     * Adds what lets a page read an answer, to errors and 304 too.
     *
     * @return whether the page that asks may read it
     */
    public boolean allow(HttpHeaders request, HttpHeaders answer) {
        if (!allowOrigin(request, answer)) {
            return false;
        }
        // Resource Timing: with it a page's player sees sizes, times and Server-Timing of what it fetches.
        answer.set(TIMING_ALLOW_ORIGIN, anyOrigin ? ANY : answer.get(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN));
        if (!exposed.isEmpty()) {
            answer.set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
        }
        return true;
    }

    /**
     * Adds the answer to a page's question whether it may ask, which is sent as 204 also where nothing is. The same for a
     * plain OPTIONS.
     */
    public void preflight(HttpHeaders request, HttpHeaders answer) {
        if (!allowOrigin(request, answer)) {
            return;
        }
        answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, methods);
        String asked = echoesHeaders ? request.get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS) : null;
        if (echoesHeaders) {
            answer.add(HttpHeaderNames.VARY, REQUESTED_HEADERS);
        }
        if (asked != null) {
            answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, asked);
        } else if (!headers.isEmpty()) {
            answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, headers);
        }
        answer.set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, maxAge);
        if (request.contains(ASKS_PRIVATE)) {
            answer.set(ALLOW_PRIVATE, TRUE);
        }
    }

    private boolean allowOrigin(HttpHeaders request, HttpHeaders answer) {
        if (anyOrigin) {
            answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, ANY);
            return true;
        }
        // Also without an origin: a cache must not give that answer to a page.
        answer.add(HttpHeaderNames.VARY, ORIGIN);
        String origin = request.get(HttpHeaderNames.ORIGIN);
        if (origin == null || !isAllowed(origin)) {
            return false;
        }
        answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        if (credentials) {
            answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, TRUE);
        }
        return true;
    }

    private boolean isAllowed(String origin) {
        for (OriginPattern allowed : origins) {
            if (allowed.matches(origin)) {
                return true;
            }
        }
        return false;
    }

    private static AsciiString list(List<String> names) {
        return AsciiString.cached(String.join(", ", names));
    }
}
