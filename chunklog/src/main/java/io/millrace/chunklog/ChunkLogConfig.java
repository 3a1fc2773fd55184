package io.millrace.chunklog;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Where the log of objects is kept and for how long. */
@ConfigMapping(prefix = "millrace")
public interface ChunkLogConfig {

    Redis redis();

    Kafka kafka();

    Retention retention();

    /** Redis 6.2 or later, or Valkey: the chunk logs and the objects' states. */
    interface Redis {

        /**
         * {@code redis://host:port}, {@code rediss://…} for TLS, {@code redis-sentinel://host:port,host:port#name}, or
         * one or more comma-separated {@code redis://} URIs of a cluster's nodes. Whether a node belongs to a cluster is
         * found out from the node.
         */
        @WithDefault("redis://127.0.0.1:6379")
        String uri();

        /** How long one command may take before it has failed; an upload in progress waits that long for Redis. */
        @WithDefault("10s")
        Duration timeout();

        /** How long a start waits for Redis before it gives up. */
        @WithDefault("5s")
        Duration connectTimeout();

        /** Connections for blocking reads on a single Redis; a cluster takes one per directory that is tailed. */
        @WithDefault("2")
        int tailConnections();
    }

    /** The announcements. */
    interface Kafka {

        /** {@code host:port}, several separated by commas. */
        @WithDefault("127.0.0.1:9092")
        String bootstrap();

        /** How long a start waits for Kafka before it gives up. */
        @WithDefault("10s")
        Duration connectTimeout();

        /** Partitions of the topic where a start has to create it. */
        @WithDefault("8")
        int partitions();

        /** Replicas of the topic where a start has to create it; without one the broker's default. */
        Optional<Short> replication();

        /** How long announcements are kept; they are hints, so minutes suffice. */
        @WithDefault("10m")
        Duration retention();
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
