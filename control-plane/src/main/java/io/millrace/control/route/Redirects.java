package io.millrace.control.route;

import io.millrace.access.playback.PlaybackToken;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Optional;

/** Where a request for an object is sent to. May be used by any thread; never blocks. */
public final class Redirects {

    private final Routing routing;
    private final Resolver resolver;

    public Redirects(Routing routing, Resolver resolver) {
        this.routing = routing;
        this.resolver = resolver;
    }

    /**
     * The URL at an edge, with path and query as they came, tokens too.
     *
     * @param rawPath percent-encoded
     * @param query without its question mark; may be empty
     * @return empty where no edge is ready
     * @throws IllegalArgumentException if the path is none, with a message for who asked
     */
    public Optional<String> location(String rawPath, String query) {
        String path = decoded(withoutToken(rawPath));
        return resolver.resolve(routing.view(), path, "").edges().stream()
                .findFirst()
                .map(edge -> edge.getUris(0) + rawPath + (query.isEmpty() ? "" : "?" + query));
    }

    private static String decoded(String rawPath) {
        String decoded;
        try {
            decoded = new QueryStringDecoder(rawPath).path();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the path is not percent-encoded as it must be", e);
        }
        return Paths.normal(decoded)
                .orElseThrow(() -> new IllegalArgumentException(
                        "the path must begin with '/', stay below the root and have no control characters"));
    }

    /** A playback token may be the first part of the path; it is none of the object's. */
    private static String withoutToken(String rawPath) {
        int end = rawPath.indexOf('/', 1);
        return rawPath.startsWith("/" + PlaybackToken.START) && end > 0 ? rawPath.substring(end) : rawPath;
    }
}
