package io.millrace.edge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How objects are served. */
@ConfigMapping(prefix = "millrace.edge")
public interface EdgeConfig {

    /** Address to listen on. */
    @WithDefault("0.0.0.0")
    String host();

    /** Port to listen on; 0 for any free one. */
    @WithDefault("8081")
    int port();

    /** How long a client may be silent between requests. */
    @WithDefault("75s")
    Duration idleTimeout();

    /** Bytes of complete objects that are held in memory, in all. */
    @WithDefault("268435456")
    long cacheBytes();

    /** Bytes of one object that are held in memory; readers that are further behind read from Redis. */
    @WithDefault("67108864")
    long windowBytes();

    /** How long a request for an object that is not there yet is held, where its directory is live. */
    @WithDefault("1s")
    Duration hold();

    /** The longest that a client may ask for with {@code Prefer: wait}. */
    @WithDefault("10s")
    Duration holdLimit();

    /** Requests that are held at once; past that an object that is not there yet is 404 at once. */
    @WithDefault("10000")
    int heldRequests();

    /** How long a stop waits for responses in progress. */
    @WithDefault("10s")
    Duration drain();
}
