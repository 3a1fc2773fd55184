package io.millrace.backends.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes topics where they are not there: whoever starts first does. */
public final class Topics {

    private static final int REQUEST_MS = 5_000;

    private Topics() {}

    /**
     * Makes sure that Kafka answers and that a topic is there. One that is there takes no right to create any.
     *
     * @param topic what it is created with; of one that is there nothing is changed
     * @param limit how long Kafka is waited for
     * @throws KafkaUnavailableException if Kafka does not answer, or refuses
     */
    public static void ensure(KafkaAccess access, NewTopic topic, Duration limit) {
        int waitMs = Math.toIntExact(limit.toMillis());
        try (Admin admin = Admin.create(access.properties(Map.of(
                CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG,
                Math.min(waitMs, REQUEST_MS),
                CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG,
                waitMs)))) {
            if (!isThere(admin, topic.name(), waitMs)) {
                create(admin, topic, waitMs);
            }
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new KafkaUnavailableException(access.explain(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("Kafka was not waited for any longer", e);
        }
    }

    private static boolean isThere(Admin admin, String name, int waitMs)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            admin.describeTopics(List.of(name)).allTopicNames().get(waitMs, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw e;
        }
    }

    private static void create(Admin admin, NewTopic topic, int waitMs)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            admin.createTopics(List.of(topic)).all().get(waitMs, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }
}
