package io.millrace.edge;

import io.millrace.chunklog.ObjectKind;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How long caches may keep an answer. What the publisher said of an object wins; else the settings decide by its kind.
 * Immutable; used by every event loop.
 */
final class CachePolicy {

    static final String CACHE_CONTROL = "cache-control";

    /** Means caches of a CDN only, and wins there (RFC 9213). */
    static final String CDN_CACHE_CONTROL = "cdn-cache-control";

    static final String NO_STORE = "no-store";

    /** The bytes under a name never change: no cache has to ask again. */
    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    /** About ten segments: names may be used again, but hardly that soon. */
    private static final String FOR_A_MINUTE = "public, max-age=60";

    /** A playlist that does not tell how often it changes. */
    private static final String FOR_A_SECOND = "public, max-age=1";

    private enum Kind {
        PLAYLIST,
        INIT,
        SEGMENT,
        PROGRESS,
        ENDLESS,
        MOUNT,
        ERROR
    }

    /** @param cdn what the caches of a CDN are told, where it differs */
    private record Directives(String all, Optional<String> cdn) {}

    private static final Directives PART = new Directives(FOR_A_SECOND, Optional.empty());

    private final Map<Kind, Directives> directives = new EnumMap<>(Kind.class);
    private final boolean asPlaylistsTell;
    private final long windowBytes;

    CachePolicy(EdgeConfig config) {
        EdgeConfig.Cache cache = config.cache();
        EdgeConfig.CdnCache cdn = config.cdnCache();
        String once = config.uniqueNames() ? FOR_EVER : FOR_A_MINUTE;
        String segment = cache.segment().orElse(once);
        put(Kind.PLAYLIST, cache.playlist().orElse(FOR_A_SECOND), cdn.playlist());
        put(Kind.INIT, cache.init().orElse(once), cdn.init());
        put(Kind.SEGMENT, segment, cdn.segment());
        put(Kind.PROGRESS, cache.progress().orElse(segment), cdn.progress().or(cdn::segment));
        put(Kind.ENDLESS, cache.endless(), cdn.endless());
        put(Kind.MOUNT, cache.mount(), cdn.mount());
        put(Kind.ERROR, cache.error(), cdn.error());
        this.asPlaylistsTell = cache.playlist().isEmpty();
        this.windowBytes = config.windowBytes();
    }

    private void put(Kind kind, String all, Optional<String> cdn) {
        directives.put(kind, new Directives(all, cdn));
    }

    /** @param restricted whether only some may read the object, so that no shared cache may keep it */
    void tell(HttpHeaders headers, LiveObject object, boolean restricted) {
        String publishers = object.headers().others().get(CACHE_CONTROL);
        if (publishers != null) {
            set(headers, new Directives(publishers, publishersForCdn(object)), restricted);
            return;
        }
        Kind kind = kind(object);
        boolean told = kind == Kind.PLAYLIST && asPlaylistsTell && object.pace().isPresent();
        set(headers, told ? paced(object.pace().orElseThrow()) : directives.get(kind), restricted);
    }

    void tellMount(HttpHeaders headers, boolean restricted) {
        set(headers, directives.get(Kind.MOUNT), restricted);
    }

    /**
     * What the settings say holds for the answer that nothing is there. Any other error is about this client or this
     * moment: a cache that keeps a 401 would keep it from who may read, one that keeps a 503 would make it last.
     *
     * @param restricted whether only some may know that nothing is there
     */
    void tellError(HttpResponseStatus status, HttpHeaders headers, boolean restricted) {
        if (status.equals(HttpResponseStatus.NOT_FOUND) || status.equals(HttpResponseStatus.GONE)) {
            set(headers, directives.get(Kind.ERROR), restricted);
        } else {
            tellNone(headers);
        }
    }

    /**
     * A part of an upload in progress, with bytes that are there: soon asked for by many, as parts of a segment are, but
     * not to be kept for as long as a whole, for what is cut off yet may come again with other bytes.
     */
    void tellPart(HttpHeaders headers, LiveObject object, boolean restricted) {
        tell(headers, object, restricted);
        String told = headers.get(HttpHeaderNames.CACHE_CONTROL).toLowerCase(Locale.ROOT);
        if (!told.contains(NO_STORE) && !told.contains("no-cache")) {
            set(headers, PART, restricted || told.contains("private"));
            headers.remove(CDN_CACHE_CONTROL);
        }
    }

    /** No cache may keep it, whatever was told before. */
    void tellNone(HttpHeaders headers) {
        headers.set(HttpHeaderNames.CACHE_CONTROL, NO_STORE);
        headers.remove(CDN_CACHE_CONTROL);
    }

    private Directives paced(PlaylistPace pace) {
        return new Directives(
                "public, max-age=" + pace.maxAgeSeconds(),
                directives.get(Kind.PLAYLIST).cdn());
    }

    private static Optional<String> publishersForCdn(LiveObject object) {
        return Optional.ofNullable(object.headers().others().get(CDN_CACHE_CONTROL));
    }

    private Kind kind(LiveObject object) {
        if (object.kind() == ObjectKind.PLAYLIST) {
            return Kind.PLAYLIST;
        }
        if (object.length() < 0) {
            return object.written() > windowBytes || isStream(object) ? Kind.ENDLESS : Kind.PROGRESS;
        }
        return object.kind() == ObjectKind.INIT ? Kind.INIT : Kind.SEGMENT;
    }

    /** Icecast's sources say so in their headers; their uploads end only when they are turned off. */
    private static boolean isStream(LiveObject object) {
        Map<String, String> others = object.headers().others();
        return !others.isEmpty()
                && others.keySet().stream().anyMatch(name -> name.startsWith("ice-") || name.startsWith("icy-"));
    }

    private static void set(HttpHeaders headers, Directives directives, boolean restricted) {
        headers.set(HttpHeaderNames.CACHE_CONTROL, restricted ? privately(directives.all()) : directives.all());
        if (directives.cdn().isPresent() && !restricted) {
            headers.set(CDN_CACHE_CONTROL, directives.cdn().orElseThrow());
        }
    }

    /** The same for the client's own cache alone (RFC 9111, section 5.2.2.7). */
    static String privately(String directives) {
        String others = Arrays.stream(directives.split(",", -1))
                .map(String::strip)
                .filter(directive -> !directive.isEmpty() && !isForSharedCaches(directive.toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(", "));
        return others.isEmpty() ? "private" : "private, " + others;
    }

    private static boolean isForSharedCaches(String directive) {
        return directive.equals("public") || directive.equals("private") || directive.startsWith("s-maxage");
    }
}
