package io.millrace.chunklog;

import io.millrace.backends.Reason;
import io.millrace.backends.kafka.KafkaAccess;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

/**
 * Sends announcements to Kafka from a thread of its own, because the Kafka client may block its caller. Announcements
 * are hints: past a bound, or while Kafka is away, they are dropped and counted, and no upload notices.
 */
public final class AnnouncementPublisher implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(AnnouncementPublisher.class);
    private static final int QUEUE = 10_000;
    private static final int MAX_BLOCK_MS = 1_000;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
    private static final int DELIVERY_TIMEOUT_MS = 5_000;

    private final BlockingQueue<Announcement> queue = new ArrayBlockingQueue<>(QUEUE);
    private final LongAdder dropped = new LongAdder();
    private final KafkaProducer<String, byte[]> producer;
    private final Thread sender;
    private volatile boolean closed;
    /** One log line when Kafka goes and one when it is back. */
    private volatile boolean failing;

    private AnnouncementPublisher(KafkaProducer<String, byte[]> producer) {
        this.producer = producer;
        this.sender = Thread.ofPlatform().name("announcements-out").daemon().start(this::send);
    }

    /**
     * Connects to Kafka, which must be there, and makes the topic if it is not.
     *
     * @throws ChunkLogUnavailableException if Kafka is not there, with a message for the operator
     */
    public static AnnouncementPublisher connect(ChunkLogConfig config) {
        KafkaAccess access = KafkaAccess.of(config.kafka());
        ObjectsTopic.prepare(config.kafka(), access);
        return new AnnouncementPublisher(new KafkaProducer<>(
                access.properties(Map.of(
                        ProducerConfig.ACKS_CONFIG,
                        "1",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        false,
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        MAX_BLOCK_MS,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        DELIVERY_TIMEOUT_MS,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        DELIVERY_TIMEOUT_MS,
                        ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        500)),
                new StringSerializer(),
                new ByteArraySerializer()));
    }

    /** Sends an announcement; returns at once. */
    public void publish(Announcement announcement) {
        if (!queue.offer(announcement)) {
            dropped.increment();
        }
    }

    /** Announcements that Kafka never got. */
    public long dropped() {
        return dropped.sum();
    }

    private void send() {
        while (!closed) {
            try {
                send(queue.take());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void send(Announcement announcement) {
        try {
            producer.send(
                    new ProducerRecord<>(
                            ObjectsTopic.NAME, announcement.path().directory(), AnnouncementCodec.encode(announcement)),
                    (metadata, failure) -> sent(failure));
        } catch (RuntimeException e) {
            sent(e);
        }
    }

    private synchronized void sent(Exception failure) {
        if (failure != null) {
            dropped.increment();
        }
        if (failure != null && !failing && !closed) {
            LOG.warnf("announcements don't reach Kafka: %s", Reason.of(failure));
        } else if (failure == null && failing) {
            LOG.info("announcements reach Kafka again");
        }
        failing = failure != null;
    }

    @Override
    public void close() {
        closed = true;
        sender.interrupt();
        try {
            sender.join(CLOSE_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // What was announced last, by uploads that a stop waited for, still goes out; unless Kafka is away anyway.
        for (Announcement last = queue.poll(); last != null && !failing; last = queue.poll()) {
            send(last);
        }
        producer.close(CLOSE_TIMEOUT);
    }
}
