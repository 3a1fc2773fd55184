package io.millrace.chunklog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topic of the announcements: made by whoever starts first. */
final class ObjectsTopic {

    static final String NAME = "millrace.objects";

    private ObjectsTopic() {}

    /**
     * Makes sure that Kafka answers and that the topic is there.
     *
     * @throws ChunkLogUnavailableException if it does not, with a message for the operator
     */
    static void prepare(ChunkLogConfig.Kafka config) {
        int waitMs = Math.toIntExact(config.connectTimeout().toMillis());
        Properties properties = new Properties();
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrap());
        properties.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, Math.min(waitMs, 5_000));
        properties.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, waitMs);
        try (Admin admin = Admin.create(properties)) {
            NewTopic topic = new NewTopic(NAME, Optional.of(config.partitions()), config.replication())
                    .configs(Map.of(
                            TopicConfig.RETENTION_MS_CONFIG,
                            Long.toString(config.retention().toMillis()),
                            TopicConfig.CLEANUP_POLICY_CONFIG,
                            TopicConfig.CLEANUP_POLICY_DELETE));
            admin.createTopics(List.of(topic)).all().get(waitMs, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw unavailable(config, e);
            }
        } catch (TimeoutException | KafkaException e) {
            throw unavailable(config, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(config, e);
        }
    }

    private static ChunkLogUnavailableException unavailable(ChunkLogConfig.Kafka config, Exception cause) {
        return new ChunkLogUnavailableException(
                "Kafka can't be used at " + config.bootstrap() + " (" + ChunkLogUnavailableException.reason(cause)
                        + "): start it, or set MILLRACE_KAFKA_BOOTSTRAP",
                cause);
    }
}
