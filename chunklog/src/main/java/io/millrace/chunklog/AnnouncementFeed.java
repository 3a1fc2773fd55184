package io.millrace.chunklog;

import io.millrace.backends.Reason;
import io.millrace.backends.kafka.KafkaAccess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/**
 * Reads every announcement from the moment of the start on, from all partitions and outside any consumer group. Owns
 * one thread, which also asks Kafka once a second whether it is still there: a feed that has gone quiet must be told
 * from one that is cut off.
 */
public final class AnnouncementFeed implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(AnnouncementFeed.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CHECK_TIMEOUT = Duration.ofMillis(500);
    private static final long CHECK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long ASSIGN_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** A feed that Kafka has not confirmed for so long counts as lost. */
    private static final long CONFIRMED_FOR_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Duration ASSIGN_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
    private static final long RETRY_MS = 200;

    private final KafkaConsumer<String, byte[]> consumer;
    private final Consumer<Announcement> listener;
    private final Thread reader;
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private volatile boolean closed;
    private volatile boolean gained;
    private volatile long confirmedNanos;
    private volatile long currentSinceNanos;
    /** Why nothing was heard at the last try; null before the first. */
    private volatile RuntimeException lastFailure;

    /** Owned by the reading thread. */
    private List<TopicPartition> partitions = List.of();

    private long assignedNanos;

    private AnnouncementFeed(KafkaConsumer<String, byte[]> consumer, Consumer<Announcement> listener) {
        this.consumer = consumer;
        this.listener = listener;
        this.reader = Thread.ofPlatform().name("announcements-in").daemon().start(this::run);
    }

    /**
     * Connects to Kafka, which must be there; returns when every announcement from now on will be heard.
     *
     * @param listener called on the feed's own thread; must not block
     * @throws ChunkLogUnavailableException if Kafka is not there, with a message for the operator
     */
    public static AnnouncementFeed connect(ChunkLogConfig config, Consumer<Announcement> listener) {
        KafkaAccess access = KafkaAccess.of(config.kafka());
        ObjectsTopic.prepare(config.kafka(), access);
        AnnouncementFeed feed = new AnnouncementFeed(
                new KafkaConsumer<>(
                        access.properties(Map.of(
                                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                                false,
                                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                                "latest",
                                ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
                                1,
                                ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                                500)),
                        new StringDeserializer(),
                        new ByteArrayDeserializer()),
                listener);
        try {
            feed.started.get(config.kafka().connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
            return feed;
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            feed.close();
            RuntimeException last = feed.lastFailure;
            throw new ChunkLogUnavailableException(
                    "the topic " + ObjectsTopic.NAME + " can't be read: " + access.explain(last == null ? e : last), e);
        }
    }

    /** Whether what was announced is known here. While it is not, what is cached has to be checked against Redis. */
    public boolean current() {
        return gained && System.nanoTime() - confirmedNanos < CONFIRMED_FOR_NANOS;
    }

    /** Since when the feed has been current without a break, as {@link System#nanoTime}. */
    public long currentSinceNanos() {
        return currentSinceNanos;
    }

    private void run() {
        long checkedNanos = 0;
        while (!closed) {
            try {
                if (partitions.isEmpty() || System.nanoTime() - assignedNanos > ASSIGN_EVERY_NANOS) {
                    assign();
                }
                boolean due = System.nanoTime() - checkedNanos > CHECK_EVERY_NANOS;
                if (due) {
                    consumer.endOffsets(partitions, CHECK_TIMEOUT);
                    checkedNanos = System.nanoTime();
                    confirmed();
                }
                for (ConsumerRecord<String, byte[]> entry : consumer.poll(POLL)) {
                    AnnouncementCodec.decode(entry.value()).ifPresent(this::tell);
                }
            } catch (WakeupException e) {
                break;
            } catch (RuntimeException e) {
                // Kafka's client throws more than its own exceptions; whichever it is, hearing nothing is what it
                // means.
                checkedNanos = 0;
                lost(e);
            }
        }
        consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
    }

    /** Takes every partition that there is; from those that are new, what comes from now on. */
    private void assign() {
        List<TopicPartition> all = consumer.partitionsFor(ObjectsTopic.NAME, ASSIGN_TIMEOUT).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (all.isEmpty()) {
            throw new KafkaException("the topic " + ObjectsTopic.NAME + " has no partitions");
        }
        List<TopicPartition> fresh = all.stream()
                .filter(partition -> !partitions.contains(partition))
                .toList();
        assignedNanos = System.nanoTime();
        if (fresh.isEmpty()) {
            return;
        }
        consumer.assign(all);
        consumer.seekToEnd(fresh);
        // A seek is lazy: ask for the positions now, so that nothing that is announced from here on is missed.
        fresh.forEach(partition -> consumer.position(partition, ASSIGN_TIMEOUT));
        partitions = all;
    }

    private void tell(Announcement announcement) {
        try {
            listener.accept(announcement);
        } catch (RuntimeException e) {
            LOG.errorf(e, "an announcement could not be followed: %s", announcement);
        }
    }

    private void confirmed() {
        long now = System.nanoTime();
        boolean again = !gained || now - confirmedNanos >= CONFIRMED_FOR_NANOS;
        if (again) {
            currentSinceNanos = now;
        }
        confirmedNanos = now;
        gained = true;
        if (!started.complete(null) && again) {
            LOG.info("announcements from Kafka are back");
        }
    }

    /** One check that fails, on a busy machine perhaps, is not yet a loss. */
    private void lost(RuntimeException failure) {
        lastFailure = failure;
        if (gained && !current()) {
            gained = false;
            LOG.warnf("announcements from Kafka are lost, asking Redis instead: %s", Reason.of(failure));
        }
        try {
            Thread.sleep(RETRY_MS);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            reader.join(CLOSE_TIMEOUT.toMillis() * 2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
