package io.millrace.control.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Where the control plane keeps its state and announces its changes: the Redis and the Kafka of the data plane. */
@ConfigMapping(prefix = "millrace")
public interface StoreConfig {

    Redis redis();

    Kafka kafka();

    /** Redis 6.2 or later, or Valkey; it has to keep its data over a restart. */
    interface Redis {

        /**
         * {@code redis://host:port}, {@code rediss://…} for TLS, {@code redis-sentinel://host:port,host:port#name}, or
         * one or more comma-separated {@code redis://} URIs of a cluster's nodes.
         */
        @WithDefault("redis://127.0.0.1:6379")
        String uri();

        /** How long one command may take before it has failed. */
        @WithDefault("10s")
        Duration timeout();

        /** How long a start waits for Redis before it gives up. */
        @WithDefault("5s")
        Duration connectTimeout();
    }

    /** Hints of changes. */
    interface Kafka {

        /** {@code host:port}, several separated by commas. */
        @WithDefault("127.0.0.1:9092")
        String bootstrap();

        /** Replicas of the topic where it has to be created; without one the broker's default. */
        Optional<Short> replication();

        /** How long hints are kept. */
        @WithDefault("10m")
        Duration retention();
    }
}
