package io.millrace.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How uploads are taken in. */
@ConfigMapping(prefix = "millrace.ingest")
public interface IngestConfig {

    /** Address to listen on. */
    @WithDefault("0.0.0.0")
    String host();

    /** Port to listen on; 0 for any free one. */
    @WithDefault("8080")
    int port();

    /** How long an encoder may be silent in the middle of an upload. */
    @WithDefault("60s")
    Duration idleTimeout();

    /** Bytes of one upload that may wait for Redis before the encoder is held back. */
    @WithDefault("8388608")
    long windowBytes();

    /** A chunk of an upload that is larger is stored as several. */
    @WithDefault("1048576")
    int maxChunkBytes();

    /** How long a stop waits for uploads in progress. */
    @WithDefault("10s")
    Duration drain();
}
