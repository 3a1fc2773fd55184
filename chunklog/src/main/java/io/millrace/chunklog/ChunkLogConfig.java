package io.millrace.chunklog;

import io.millrace.backends.kafka.KafkaConfig;
import io.millrace.backends.redis.RedisConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Where the log of objects is kept and for how long. */
@ConfigMapping(prefix = "millrace")
public interface ChunkLogConfig {

    Redis redis();

    Kafka kafka();

    Retention retention();

    /** Redis: the chunk logs and the objects' states. */
    interface Redis extends RedisConfig {

        /** Connections for blocking reads on a single Redis; a cluster takes one per directory that is tailed. */
        @WithDefault("2")
        int tailConnections();
    }

    /** The announcements. */
    interface Kafka extends KafkaConfig {

        /** How long a start waits for Kafka before it gives up. */
        @WithDefault("10s")
        Duration connectTimeout();

        /** Partitions of the topic where a start has to create it. */
        @WithDefault("8")
        int partitions();
    }

    /** How long an object can be read after its upload ended. */
    interface Retention {

        /** Segments, from the end of their upload. */
        @WithDefault("10m")
        Duration segments();

        /** Playlists and initialization segments, from the last upload to their directory. */
        @WithDefault("1h")
        Duration playlists();

        /** A replaced or aborted generation, for readers that are in the middle of it. */
        @WithDefault("30s")
        Duration replaced();

        /**
         * Bytes of one upload that stay readable while it goes on; an endless upload keeps its newest bytes. Zero keeps
         * all.
         */
        @WithDefault("1073741824")
        long windowBytes();

        /**
         * Segments that a directory keeps: when one more is complete, the oldest is deleted. Playlists and initialization
         * segments don't count. Zero keeps all, as long as they live.
         */
        @WithDefault("0")
        int windowObjects();

        /** An upload whose ingest has been silent for so long is taken for aborted. */
        @WithDefault("30s")
        Duration lease();
    }
}
