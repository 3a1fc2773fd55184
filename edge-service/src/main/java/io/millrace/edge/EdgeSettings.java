package io.millrace.edge;

import io.millrace.chunklog.InvalidSettingException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Refuses settings of an edge that make no sense, before anything is started. */
final class EdgeSettings {

    private static final long MOST_WINDOW_BYTES = 1L << 30;
    private static final int MOST_LISTED = 10_000;

    /** What buffers of the allocator's sizes take for each byte that is held in them, with some for connections. */
    private static final double BUFFERS_OF_HELD = 4.0 / 3;

    private static final Pattern BASE_URL = Pattern.compile("https?://[^\\s/?#]+/?");

    private EdgeSettings() {}

    /** @throws InvalidSettingException if a number or a duration is out of its range */
    static void check(EdgeConfig config) {
        InvalidSettingException.unlessWithin("MILLRACE_EDGE_CACHE_BYTES", config.cacheBytes(), 0, Long.MAX_VALUE);
        InvalidSettingException.unlessWithin("MILLRACE_EDGE_WINDOW_BYTES", config.windowBytes(), 1, MOST_WINDOW_BYTES);
        InvalidSettingException.unlessWithin("MILLRACE_EDGE_GROWING_BYTES", config.growingBytes(), 1, Long.MAX_VALUE);
        InvalidSettingException.unlessAtLeast("MILLRACE_EDGE_HOLD", config.hold(), Duration.ZERO);
        InvalidSettingException.unlessAtLeast("MILLRACE_EDGE_HOLD_LIMIT", config.holdLimit(), Duration.ZERO);
        InvalidSettingException.unlessWithin(
                "MILLRACE_EDGE_HELD_REQUESTS", config.heldRequests(), 0, Integer.MAX_VALUE);
        InvalidSettingException.unlessWithin("MILLRACE_EDGE_LISTING_MOST", config.listingMost(), 1, MOST_LISTED);
        config.uris().orElse(List.of()).stream()
                .filter(uri -> !BASE_URL.matcher(uri).matches())
                .forEach(uri -> {
                    throw new InvalidEdgeException("MILLRACE_EDGE_URIS is " + uri
                            + ": it must be a base URL, such as https://edge-1.example:8443");
                });
        config.timePath().filter(path -> !path.startsWith("/")).ifPresent(path -> {
            throw new InvalidEdgeException("MILLRACE_EDGE_TIME_PATH is " + path + ": it must begin with a slash");
        });
        directives(config).forEach(EdgeSettings::checkDirectives);
    }

    /**
     * What to tell the operator where the buffers would be full before the edge is.
     *
     * @param mostBuffers bytes that all buffers of this process may take
     */
    static Optional<String> memoryWarning(EdgeConfig config, long mostBuffers) {
        double held = (double) config.growingBytes() + config.cacheBytes();
        if (held * BUFFERS_OF_HELD <= mostBuffers) {
            return Optional.empty();
        }
        return Optional.of(
                "MILLRACE_EDGE_GROWING_BYTES and MILLRACE_EDGE_CACHE_BYTES together are %.0f bytes, and all buffers may have %d: this edge will stand still when it is full; lower them to %.0f together, or raise -Xmx and -Dio.netty.maxDirectMemory"
                        .formatted(held, mostBuffers, mostBuffers / BUFFERS_OF_HELD));
    }

    private static Map<String, Optional<String>> directives(EdgeConfig config) {
        EdgeConfig.Cache cache = config.cache();
        EdgeConfig.CdnCache cdn = config.cdnCache();
        Map<String, Optional<String>> directives = new LinkedHashMap<>();
        directives.put("CACHE_PLAYLIST", cache.playlist());
        directives.put("CACHE_INIT", cache.init());
        directives.put("CACHE_SEGMENT", cache.segment());
        directives.put("CACHE_PROGRESS", cache.progress());
        directives.put("CACHE_ENDLESS", Optional.of(cache.endless()));
        directives.put("CACHE_MOUNT", Optional.of(cache.mount()));
        directives.put("CACHE_ERROR", Optional.of(cache.error()));
        directives.put("CDN_CACHE_PLAYLIST", cdn.playlist());
        directives.put("CDN_CACHE_INIT", cdn.init());
        directives.put("CDN_CACHE_SEGMENT", cdn.segment());
        directives.put("CDN_CACHE_PROGRESS", cdn.progress());
        directives.put("CDN_CACHE_ENDLESS", cdn.endless());
        directives.put("CDN_CACHE_MOUNT", cdn.mount());
        directives.put("CDN_CACHE_ERROR", cdn.error());
        return directives;
    }

    /** What would break a header's line, or an answer. */
    private static void checkDirectives(String setting, Optional<String> directives) {
        directives
                .filter(text -> text.isBlank() || !text.chars().allMatch(c -> c >= ' ' && c <= '~'))
                .ifPresent(text -> {
                    throw new InvalidEdgeException("MILLRACE_EDGE_" + setting + " is \"" + text
                            + "\": it must be the value of a Cache-Control header, such as \"public, max-age=60\"");
                });
    }
}
