package io.millrace.edge;

import io.millrace.wire.ListenerConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How objects are served. */
@ConfigMapping(prefix = "millrace.edge")
public interface EdgeConfig extends ListenerConfig {

    @Override
    @WithDefault("8081")
    int port();

    /**
     * Base URLs where clients reach this edge, the best first, for the control plane's routes. Without one, an edge that listens on
     * loopback alone registers its own, and any other does not register: Kubernetes has to tell of it.
     */
    Optional<List<String>> uris();

    /** Whether, where there is a control plane, what is below no channel's path can be read as if there were none. */
    @WithDefault("false")
    boolean open();

    /** Bytes of complete objects that are held in memory, in all. */
    @WithDefault("268435456")
    long cacheBytes();

    /** Bytes of one object that are held in memory; readers that are further behind read from Redis. */
    @WithDefault("134217728")
    long windowBytes();

    /** Bytes of uploads in progress that are held in memory, in all; beyond that the largest hold less of theirs. */
    @WithDefault("536870912")
    long growingBytes();

    /** How long a request for an object that is not there yet is held, where its directory is live. */
    @WithDefault("1s")
    Duration hold();

    /** The longest that a client may ask for with {@code Prefer: wait}. */
    @WithDefault("10s")
    Duration holdLimit();

    /** Requests that are held at once; past that an object that is not there yet is 404 at once. */
    @WithDefault("10000")
    int heldRequests();

    /** Whether a name, once complete, never stands for other bytes: caches may then keep segments for ever. */
    @WithDefault("false")
    boolean uniqueNames();

    Cache cache();

    CdnCache cdnCache();

    /** File of the pages that may read (JSON); without one any page may. */
    Optional<Path> cors();

    /** File of rules that tell who may read what (JSON); without one everybody may read everything. */
    Optional<Path> rules();

    /** Directories of the filesystem that are served too, each like {@code vod=/srv/vod}. */
    Optional<List<String>> mounts();

    /** Whether a path that ends with a slash is answered with what is in the directory. */
    @WithDefault("false")
    boolean listing();

    /** Entries of a listing at the most. */
    @WithDefault("1000")
    int listingMost();

    /** Where the clock is told, for players; empty for nowhere. */
    @WithDefault("/time")
    Optional<String> timePath();

    /** The {@code Cache-Control} of answers by their kind, where the publisher has not given one. */
    interface Cache {

        /** Playlists; unless it is set, half of the time in which the playlist says that it changes, or a second. */
        Optional<String> playlist();

        /** Initialization segments; unless it is set, a minute, or for ever where names are unique. */
        Optional<String> init();

        /** Segments that are complete; unless it is set, a minute, or for ever where names are unique. */
        Optional<String> segment();

        /** Segments in progress; unless it is set, as complete ones. */
        Optional<String> progress();

        /** Uploads in progress that are longer than the window, and streams of Icecast's sources. */
        @WithDefault("no-store")
        String endless();

        /** Files of mounts. */
        @WithDefault("public, max-age=60")
        String mount();

        /** That nothing is there (404, 410); other errors are never kept. */
        @WithDefault("no-store")
        String error();
    }

    /** The {@code CDN-Cache-Control} (RFC 9213) of the same, for the caches of a CDN alone; without one there is none. */
    interface CdnCache {

        /** Playlists. */
        Optional<String> playlist();

        /** Initialization segments. */
        Optional<String> init();

        /** Segments that are complete. */
        Optional<String> segment();

        /** Segments in progress; unless it is set, as complete ones. */
        Optional<String> progress();

        /** Endless uploads. */
        Optional<String> endless();

        /** Files of mounts. */
        Optional<String> mount();

        /** That nothing is there (404, 410). */
        Optional<String> error();
    }
}
