package io.millrace.edge;

import io.millrace.chunklog.Announcement;
import io.millrace.chunklog.AnnouncementFeed;
import io.millrace.chunklog.ChunkLog;
import io.millrace.chunklog.ChunkLogConfig;
import io.millrace.chunklog.ChunkLogUnavailableException;
import io.millrace.chunklog.InvalidSettingException;
import io.millrace.wire.HttpListener;
import io.millrace.wire.ListenFailedException;
import io.millrace.wire.ListenerOptions;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** An edge: its port, what it holds, its connections to Redis and Kafka. Ends when it is closed. */
public final class EdgeServer implements AutoCloseable {

    private static final int MOST_PORT = 65_535;
    private static final long MOST_WINDOW_BYTES = 1L << 30;

    private final ChunkLog log;
    private final AnnouncementFeed feed;
    private final HttpListener listener;
    private final EdgeObjects objects;
    private final HeldRequests held;
    private final EdgeCounters counters;
    private final Duration drain;

    private EdgeServer(
            ChunkLog log,
            AnnouncementFeed feed,
            HttpListener listener,
            EdgeObjects objects,
            HeldRequests held,
            EdgeCounters counters,
            Duration drain) {
        this.log = log;
        this.feed = feed;
        this.listener = listener;
        this.objects = objects;
        this.held = held;
        this.counters = counters;
        this.drain = drain;
    }

    /**
     * Starts; returns when requests are taken.
     *
     * @throws ChunkLogUnavailableException if Redis or Kafka is not there
     * @throws ListenFailedException if the port can't be had
     * @throws InvalidSettingException if a setting makes no sense
     */
    public static EdgeServer start(Vertx vertx, ChunkLogConfig logConfig, EdgeConfig config) {
        check(config);
        EdgeCounters counters = new EdgeCounters();
        HeldRequests held = new HeldRequests(config.heldRequests());
        ChunkLog log = ChunkLog.connect(logConfig);
        AnnouncementFeed feed = null;
        try {
            AtomicReference<EdgeObjects> told = new AtomicReference<>();
            feed = AnnouncementFeed.connect(logConfig, announcement -> tell(told.get(), announcement));
            EdgeObjects objects = new EdgeObjects(log, new Heard(feed), held, config);
            told.set(objects);
            HttpListener listener = HttpListener.start(
                    vertx,
                    new ListenerOptions(
                            "edge", config.host(), config.port(), config.idleTimeout(), "MILLRACE_EDGE_PORT"),
                    new EdgeHandler(objects, held, log, config, counters));
            return new EdgeServer(log, feed, listener, objects, held, counters, config.drain());
        } catch (RuntimeException e) {
            if (feed != null) {
                feed.close();
            }
            log.close();
            throw e;
        }
    }

    private static void check(EdgeConfig config) {
        InvalidSettingException.unlessWithin("MILLRACE_EDGE_PORT", config.port(), 0, MOST_PORT);
        InvalidSettingException.unlessAtLeast("MILLRACE_EDGE_IDLE_TIMEOUT", config.idleTimeout(), Duration.ofMillis(1));
        InvalidSettingException.unlessWithin("MILLRACE_EDGE_CACHE_BYTES", config.cacheBytes(), 0, Long.MAX_VALUE);
        InvalidSettingException.unlessWithin("MILLRACE_EDGE_WINDOW_BYTES", config.windowBytes(), 1, MOST_WINDOW_BYTES);
        InvalidSettingException.unlessAtLeast("MILLRACE_EDGE_HOLD", config.hold(), Duration.ZERO);
        InvalidSettingException.unlessAtLeast("MILLRACE_EDGE_HOLD_LIMIT", config.holdLimit(), Duration.ZERO);
        InvalidSettingException.unlessWithin(
                "MILLRACE_EDGE_HELD_REQUESTS", config.heldRequests(), 0, Integer.MAX_VALUE);
        InvalidSettingException.unlessAtLeast("MILLRACE_EDGE_DRAIN", config.drain(), Duration.ZERO);
    }

    public int port() {
        return listener.port();
    }

    HttpListener listener() {
        return listener;
    }

    AnnouncementFeed feed() {
        return feed;
    }

    EdgeObjects objects() {
        return objects;
    }

    HeldRequests held() {
        return held;
    }

    EdgeCounters counters() {
        return counters;
    }

    /** Takes no further connection, lets responses in progress end within the grace period, then stops. */
    @Override
    public void close() {
        listener.drain(drain);
        feed.close();
        log.close();
    }

    /** Before there is anything to tell, nothing is cached that an announcement could change. */
    private static void tell(EdgeObjects objects, Announcement announcement) {
        if (objects != null) {
            objects.announced(announcement);
        }
    }

    private record Heard(AnnouncementFeed feed) implements EdgeObjects.AnnouncementsHeard {

        @Override
        public boolean current() {
            return feed.current();
        }

        @Override
        public long currentSinceNanos() {
            return feed.currentSinceNanos();
        }
    }
}
