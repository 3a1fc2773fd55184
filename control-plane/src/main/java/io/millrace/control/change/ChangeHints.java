package io.millrace.control.change;

import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.backends.ToldFaults;
import io.millrace.backends.kafka.KafkaAccess;
import io.millrace.backends.kafka.KafkaConfig;
import io.millrace.backends.kafka.KafkaUnavailableException;
import io.millrace.backends.kafka.Topics;
import io.millrace.proto.control.store.v1.ChangeHint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;

/**
 * Tells other replicas over Kafka that a change was made, and hears of theirs. Hints only: without Kafka everything works,
 * a little later, so that a start does not wait for it. Owns two threads.
 */
public final class ChangeHints implements AutoCloseable {

    /** The topic; it has one partition. */
    public static final String TOPIC = "millrace.control";

    private static final Logger LOG = Logger.getLogger(ChangeHints.class);
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final int TIMEOUT_MS = 5_000;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration SEEK = Duration.ofMillis(TIMEOUT_MS);
    private static final Duration CLOSE = Duration.ofSeconds(1);
    private static final long RETRY_MS = 1_000;

    private final KafkaConfig config;
    private final KafkaAccess access;
    private final LongConsumer listener;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final LongAdder sent = new LongAdder();
    private final LongAdder heard = new LongAdder();
    private final Thread sender;
    private final Thread reader;
    private volatile boolean closed;
    private final ToldFaults told = new ToldFaults();

    /** The newest revision that others are to be told; older ones need not be. Guarded by this. */
    private long toTell;

    private ChangeHints(KafkaConfig config, KafkaAccess access, LongConsumer listener) {
        this.config = config;
        this.access = access;
        this.listener = listener;
        this.producer = new KafkaProducer<>(
                access.properties(Map.of(
                        ProducerConfig.ACKS_CONFIG,
                        "1",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        false,
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        (int) RETRY_MS,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        TIMEOUT_MS,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        TIMEOUT_MS,
                        ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        500)),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.consumer = new KafkaConsumer<>(
                access.properties(Map.of(
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "latest",
                        ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
                        1,
                        ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        500)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.sender = Thread.ofPlatform().name("control-hints-out").daemon().unstarted(this::send);
        this.reader = Thread.ofPlatform().name("control-hints-in").daemon().unstarted(this::read);
    }

    /**
     * Starts telling and hearing; returns at once, whether Kafka is there or not.
     *
     * @param listener told the revision of each hint, on a thread of this; must not block
     */
    public static ChangeHints start(KafkaConfig config, LongConsumer listener) {
        ChangeHints hints = new ChangeHints(config, KafkaAccess.of(config), listener);
        hints.sender.start();
        hints.reader.start();
        return hints;
    }

    /** Tells the other replicas of a change; returns at once. */
    public synchronized void tell(long revision) {
        toTell = Math.max(toTell, revision);
        notifyAll();
    }

    /** Hints that were heard, also one's own. */
    public long heard() {
        return heard.sum();
    }

    /** Hints that Kafka got. */
    public long sent() {
        return sent.sum();
    }

    private void send() {
        try {
            while (!closed) {
                long revision = next();
                byte[] hint =
                        ChangeHint.newBuilder().setRevision(revision).build().toByteArray();
                try {
                    producer.send(new ProducerRecord<>(TOPIC, 0, null, hint), (metadata, failure) -> {
                        if (failure == null) {
                            sent.increment();
                        }
                    });
                } catch (RuntimeException e) {
                    LOG.debugf("no hint of revision %d: %s", revision, e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized long next() throws InterruptedException {
        while (toTell == 0) {
            wait();
        }
        long revision = toTell;
        toTell = 0;
        return revision;
    }

    private void read() {
        boolean assigned = false;
        while (!closed) {
            try {
                if (!assigned) {
                    createTopic();
                    consumer.assign(List.of(PARTITION));
                    consumer.seekToEnd(List.of(PARTITION));
                    consumer.position(PARTITION, SEEK);
                    assigned = true;
                }
                for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(POLL)) {
                    heard.increment();
                    listener.accept(ChangeHint.parseFrom(entry.value()).getRevision());
                }
            } catch (WakeupException e) {
                break;
            } catch (KafkaUnavailableException e) {
                complain(e.getMessage());
                pause();
            } catch (AuthenticationException | AuthorizationException e) {
                complain(access.explain(e));
                pause();
            } catch (InvalidProtocolBufferException | RuntimeException e) {
                LOG.debugf("no hints of changes from Kafka: %s", e.getMessage());
                pause();
            }
        }
        consumer.close(CloseOptions.timeout(CLOSE));
    }

    /** A password that Kafka refuses would never be noticed else, since everything works without hints. */
    private void complain(String fault) {
        if (told.isNew(fault, System.nanoTime())) {
            LOG.warnf("changes that other replicas make are found by asking Redis: %s", fault);
        }
    }

    private void createTopic() {
        NewTopic topic = new NewTopic(TOPIC, Optional.of(1), config.replication())
                .configs(Map.of(
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(config.retention().toMillis())));
        Topics.ensure(access, topic, SEEK);
    }

    private void pause() {
        try {
            Thread.sleep(RETRY_MS);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        sender.interrupt();
        consumer.wakeup();
        try {
            reader.join(CLOSE.multipliedBy(2));
            sender.join(CLOSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(CLOSE);
    }
}
