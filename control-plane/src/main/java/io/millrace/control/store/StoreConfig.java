package io.millrace.control.store;

import io.millrace.backends.kafka.KafkaConfig;
import io.millrace.backends.redis.RedisConfig;
import io.smallrye.config.ConfigMapping;

/**
 * Where the control plane keeps its state and announces its changes: the Redis and the Kafka of the data
 * plane. This Redis has to keep its data over a restart.
 */
@ConfigMapping(prefix = "millrace")
public interface StoreConfig {

    RedisConfig redis();

    KafkaConfig kafka();
}
