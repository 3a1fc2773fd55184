package io.millrace.ingest;

import io.millrace.chunklog.AnnouncementPublisher;
import io.millrace.chunklog.ChunkLog;
import io.millrace.chunklog.ChunkLogConfig;
import io.millrace.chunklog.ChunkLogUnavailableException;
import io.millrace.chunklog.InvalidSettingException;
import io.millrace.wire.HttpListener;
import io.millrace.wire.ListenFailedException;
import io.millrace.wire.ListenerOptions;
import io.vertx.core.Vertx;
import java.time.Duration;

/** An ingest: its port, its connections to Redis and Kafka. Ends when it is closed. */
public final class IngestServer implements AutoCloseable {

    private static final int MOST_PORT = 65_535;
    /** What Redis takes as one value by default. */
    private static final int MOST_CHUNK_BYTES = 512 << 20;

    private final ChunkLog log;
    private final AnnouncementPublisher announcements;
    private final HttpListener listener;
    private final IngestCounters counters;
    private final Duration drain;

    private IngestServer(
            ChunkLog log,
            AnnouncementPublisher announcements,
            HttpListener listener,
            IngestCounters counters,
            Duration drain) {
        this.log = log;
        this.announcements = announcements;
        this.listener = listener;
        this.counters = counters;
        this.drain = drain;
    }

    /**
     * Starts; returns when uploads are taken.
     *
     * @throws ChunkLogUnavailableException if Redis or Kafka is not there
     * @throws ListenFailedException if the port can't be had
     * @throws InvalidSettingException if a setting makes no sense
     */
    public static IngestServer start(Vertx vertx, ChunkLogConfig logConfig, IngestConfig config) {
        check(config);
        IngestCounters counters = new IngestCounters();
        ChunkLog log = ChunkLog.connect(logConfig);
        AnnouncementPublisher announcements = null;
        try {
            announcements = AnnouncementPublisher.connect(logConfig);
            HttpListener listener = HttpListener.start(
                    vertx,
                    new ListenerOptions(
                            "ingest", config.host(), config.port(), config.idleTimeout(), "MILLRACE_INGEST_PORT"),
                    new IngestHandler(log, announcements, config, counters));
            return new IngestServer(log, announcements, listener, counters, config.drain());
        } catch (RuntimeException e) {
            if (announcements != null) {
                announcements.close();
            }
            log.close();
            throw e;
        }
    }

    private static void check(IngestConfig config) {
        InvalidSettingException.unlessWithin("MILLRACE_INGEST_PORT", config.port(), 0, MOST_PORT);
        InvalidSettingException.unlessAtLeast(
                "MILLRACE_INGEST_IDLE_TIMEOUT", config.idleTimeout(), Duration.ofMillis(1));
        InvalidSettingException.unlessWithin("MILLRACE_INGEST_WINDOW_BYTES", config.windowBytes(), 1, Long.MAX_VALUE);
        InvalidSettingException.unlessWithin(
                "MILLRACE_INGEST_MAX_CHUNK_BYTES", config.maxChunkBytes(), 1, MOST_CHUNK_BYTES);
        InvalidSettingException.unlessAtLeast("MILLRACE_INGEST_DRAIN", config.drain(), Duration.ZERO);
    }

    public int port() {
        return listener.port();
    }

    IngestCounters counters() {
        return counters;
    }

    HttpListener listener() {
        return listener;
    }

    AnnouncementPublisher announcements() {
        return announcements;
    }

    /** Takes no further connection, lets uploads in progress end within the grace period, then stops. */
    @Override
    public void close() {
        listener.drain(drain);
        announcements.close();
        log.close();
    }
}
