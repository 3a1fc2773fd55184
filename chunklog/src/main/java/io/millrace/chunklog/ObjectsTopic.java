package io.millrace.chunklog;

import io.millrace.backends.kafka.KafkaAccess;
import io.millrace.backends.kafka.KafkaUnavailableException;
import io.millrace.backends.kafka.Topics;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** The topic of the announcements: made by whoever starts first. */
final class ObjectsTopic {

    static final String NAME = "millrace.objects";

    private ObjectsTopic() {}

    /**
     * Makes sure that Kafka answers and that the topic is there.
     *
     * @throws ChunkLogUnavailableException if it does not, with a message for the operator
     */
    static void prepare(ChunkLogConfig.Kafka config, KafkaAccess access) {
        NewTopic topic = new NewTopic(NAME, Optional.of(config.partitions()), config.replication())
                .configs(Map.of(
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(config.retention().toMillis()),
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_DELETE));
        try {
            Topics.ensure(access, topic, config.connectTimeout());
        } catch (KafkaUnavailableException e) {
            throw new ChunkLogUnavailableException(e.getMessage(), e);
        }
    }
}
