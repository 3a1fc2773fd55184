package io.millrace.edge;

import io.millrace.chunklog.ObjectKind;
import io.millrace.proto.control.v1.CacheHeaders;
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
 * How long caches may keep an answer. What the channel says of its kind wins, then what the publisher said of the object;
 * else the settings decide by its kind. Where not everybody may read the channel, only what the channel says itself lets a
 * shared cache keep anything. Immutable; used by every event loop.
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

    /**
     * What is told of one kind.
     *
     * @param cdn what the caches of a CDN are told, where it differs
     * @param channels whether the channel says the first
     * @param channelsCdn whether it says the second
     */
    private record Directives(String all, Optional<String> cdn, boolean channels, boolean channelsCdn) {

        Directives(String all, Optional<String> cdn) {
            this(all, cdn, false, false);
        }

        /** Without what lets a shared cache keep it, unless the channel says that. */
        Directives personal() {
            return new Directives(
                    channels ? all : privately(all), channelsCdn ? cdn : Optional.empty(), channels, channelsCdn);
        }
    }

    private static final Directives PART = new Directives(FOR_A_SECOND, Optional.empty());

    private final Map<Kind, Directives> directives = new EnumMap<>(Kind.class);
    private final boolean asPlaylistsTell;
    private final boolean personal;
    private final long windowBytes;

    /** That of an edge. */
    CachePolicy(EdgeConfig config) {
        this(config, io.millrace.proto.control.v1.CachePolicy.getDefaultInstance(), false);
    }

    /**
     * That of a channel.
     *
     * @param channel what it says; for what it leaves open the edge's settings hold
     * @param personal whether what one client may read others may not
     */
    CachePolicy(EdgeConfig config, io.millrace.proto.control.v1.CachePolicy channel, boolean personal) {
        this.personal = personal;
        this.windowBytes = config.windowBytes();
        EdgeConfig.Cache cache = config.cache();
        EdgeConfig.CdnCache cdn = config.cdnCache();
        String once = config.uniqueNames() || channel.getUniqueNames() ? FOR_EVER : FOR_A_MINUTE;
        String segment = setting(channel, cache.segment(), once);
        CacheHeaders progress = merged(channel.getProgress(), channel.getSegments());
        put(Kind.PLAYLIST, channel.getPlaylists(), cache.playlist().orElse(FOR_A_SECOND), cdn.playlist());
        put(Kind.INIT, channel.getInits(), setting(channel, cache.init(), once), cdn.init());
        put(Kind.SEGMENT, channel.getSegments(), segment, cdn.segment());
        put(
                Kind.PROGRESS,
                progress,
                setting(channel, cache.progress(), segment),
                cdn.progress().or(cdn::segment));
        put(Kind.ENDLESS, channel.getEndless(), cache.endless(), cdn.endless());
        put(Kind.MOUNT, CacheHeaders.getDefaultInstance(), cache.mount(), cdn.mount());
        put(Kind.ERROR, channel.getErrors(), cache.error(), cdn.error());
        this.asPlaylistsTell =
                cache.playlist().isEmpty() && !directives.get(Kind.PLAYLIST).channels();
    }

    /** A channel whose names are unique knows better than the settings how long what is put once may be kept. */
    private static String setting(
            io.millrace.proto.control.v1.CachePolicy channel, Optional<String> setting, String otherwise) {
        return channel.getUniqueNames() ? otherwise : setting.orElse(otherwise);
    }

    /** What the first leaves open the second says. */
    private static CacheHeaders merged(CacheHeaders first, CacheHeaders second) {
        return second.toBuilder().mergeFrom(first).build();
    }

    private void put(Kind kind, CacheHeaders channel, String all, Optional<String> cdn) {
        boolean channels = !channel.getCacheControl().isEmpty();
        boolean channelsCdn = !channel.getCdnCacheControl().isEmpty();
        Directives told = new Directives(
                channels ? channel.getCacheControl() : all,
                channelsCdn ? Optional.of(channel.getCdnCacheControl()) : cdn,
                channels,
                channelsCdn);
        directives.put(kind, personal ? told.personal() : told);
    }

    /** @param restricted whether only some may read the object, so that no shared cache may keep it, whoever says so */
    void tell(HttpHeaders headers, LiveObject object, boolean restricted) {
        Kind kind = kind(object);
        Directives told = directives.get(kind);
        String publishers = object.headers().others().get(CACHE_CONTROL);
        if (publishers != null && !told.channels()) {
            told = publishers(told, publishers, publishersForCdn(object));
        } else if (kind == Kind.PLAYLIST && asPlaylistsTell && object.pace().isPresent()) {
            told = paced(told, object.pace().orElseThrow());
        }
        set(headers, told, restricted);
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
            set(headers, PART, told.contains("private"));
            headers.remove(CDN_CACHE_CONTROL);
        }
    }

    /** No cache may keep it, whatever was told before. */
    void tellNone(HttpHeaders headers) {
        headers.set(HttpHeaderNames.CACHE_CONTROL, NO_STORE);
        headers.remove(CDN_CACHE_CONTROL);
    }

    private Directives paced(Directives told, PlaylistPace pace) {
        String who = personal ? "private" : "public";
        return new Directives(who + ", max-age=" + pace.maxAgeSeconds(), told.cdn());
    }

    private Directives publishers(Directives told, String all, Optional<String> cdn) {
        Directives said = new Directives(all, told.channelsCdn() ? told.cdn() : cdn, false, told.channelsCdn());
        return personal ? said.personal() : said;
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
