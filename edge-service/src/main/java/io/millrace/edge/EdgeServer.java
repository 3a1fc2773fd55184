package io.millrace.edge;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.millrace.access.AccessRules;
import io.millrace.access.InvalidRulesException;
import io.millrace.chunklog.Announcement;
import io.millrace.chunklog.AnnouncementFeed;
import io.millrace.chunklog.ChunkLog;
import io.millrace.chunklog.ChunkLogConfig;
import io.millrace.chunklog.ChunkLogUnavailableException;
import io.millrace.chunklog.InvalidSettingException;
import io.millrace.control.client.ControlClient;
import io.millrace.control.client.EdgeReports;
import io.millrace.edge.cmcd.CmcdMetrics;
import io.millrace.edge.cors.CorsPolicy;
import io.millrace.edge.cors.InvalidCorsFileException;
import io.millrace.edge.figures.LiveFigures;
import io.millrace.edge.figures.LoadFigures;
import io.millrace.edge.mount.InvalidMountException;
import io.millrace.edge.mount.MountOptions;
import io.millrace.edge.mount.Mounts;
import io.millrace.proto.control.v1.EdgeLoad;
import io.millrace.proto.control.v1.LiveDirectory;
import io.millrace.wire.HttpListener;
import io.millrace.wire.ListenFailedException;
import io.netty.util.internal.PlatformDependent;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** An edge: its port, what it holds, its connections to Redis and Kafka. Ends when it is closed. */
public final class EdgeServer implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(EdgeServer.class);

    /** Only where a mount's headers don't say, which they do. */
    private static final Duration MOUNT_MAX_AGE = Duration.ofSeconds(60);

    /** What was opened; closed in the reverse order. */
    private final Deque<Closing> opened = new ArrayDeque<>();

    private final EdgeCounters counters = new EdgeCounters();
    private final LiveFigures figures;
    private final HeldRequests held;
    private AnnouncementFeed feed;
    private EdgeObjects objects;
    private HttpListener listener;
    private LoadFigures load;

    /** How one part of an edge ends. */
    private interface Closing {

        void close();
    }

    private EdgeServer(EdgeConfig config, LiveFigures figures) {
        this.figures = figures;
        this.held = new HeldRequests(config.heldRequests());
    }

    /** As below, without metrics and without a control plane. */
    public static EdgeServer start(Vertx vertx, ChunkLogConfig logConfig, EdgeConfig config) {
        return start(vertx, logConfig, config, new CompositeMeterRegistry(), Optional.empty());
    }

    /**
     * Starts; returns when requests are taken.
     *
     * @param channels what tells of channels, where there is a control plane: nothing is served that is none's; stays its
     *     owner's, who closes it after the edge
     * @throws ChunkLogUnavailableException if Redis or Kafka is not there
     * @throws ListenFailedException if a port can't be had
     * @throws InvalidSettingException if a setting makes no sense
     * @throws InvalidEdgeException likewise
     * @throws InvalidRulesException if the file of the access rules can't be used
     * @throws InvalidCorsFileException if the file of the pages that may read can't be used
     * @throws InvalidMountException if a mount can't be served
     */
    public static EdgeServer start(
            Vertx vertx,
            ChunkLogConfig logConfig,
            EdgeConfig config,
            MeterRegistry metrics,
            Optional<ChannelFeed> channels) {
        LiveFigures figures = channels.isPresent() ? LiveFigures.reported() : LiveFigures.unreported();
        return start(vertx, logConfig, config, metrics, channels, figures);
    }

    /** The same, with what counts what is read. */
    static EdgeServer start(
            Vertx vertx,
            ChunkLogConfig logConfig,
            EdgeConfig config,
            MeterRegistry metrics,
            Optional<ChannelFeed> channels,
            LiveFigures figures) {
        EdgeSettings.check(config);
        EdgeSettings.memoryWarning(config, PlatformDependent.maxDirectMemory()).ifPresent(LOG::warn);
        EdgeServer server = new EdgeServer(config, figures);
        try {
            server.open(vertx, logConfig, config, metrics, channels);
            EdgeMetrics.register(metrics, server);
            return server;
        } catch (RuntimeException e) {
            server.closeOpened();
            throw e;
        }
    }

    private void open(
            Vertx vertx,
            ChunkLogConfig logConfig,
            EdgeConfig config,
            MeterRegistry metrics,
            Optional<ChannelFeed> channels) {
        Policies policies =
                Policies.of(config, config.cors().map(CorsPolicy::read).orElseGet(CorsPolicy::open));
        Optional<AccessRules> rules = config.rules().map(AccessRules::watch);
        rules.ifPresent(watched -> {
            opened.push(watched::close);
            watched.register(metrics, "edge");
        });
        Mounts mounts = Mounts.open(
                config.mounts().orElse(List.of()),
                new MountOptions(config.listing(), config.listingMost(), MOUNT_MAX_AGE));
        opened.push(mounts::close);
        mounts.register(metrics);
        opened.push(this::letGoOfObjects); // when no tail adds to them any more
        ChunkLog log = ChunkLog.connect(logConfig, HttpListener.loops(vertx));
        opened.push(log::close);
        AtomicReference<EdgeObjects> told = new AtomicReference<>();
        feed = AnnouncementFeed.connect(logConfig, announcement -> tell(told.get(), announcement));
        opened.push(feed::close);
        Executor worker = task -> vertx.executeBlocking(
                () -> {
                    task.run();
                    return null;
                },
                false);
        objects = new EdgeObjects(log, new Heard(feed), held, config, worker, figures.clock(), counters);
        told.set(objects);
        FollowedOpenings openings = new FollowedOpenings(log, objects);
        opened.push(openings::close);
        ReadersInProgress readers = new ReadersInProgress(HttpListener.loops(vertx));
        Serving serving = new Serving(
                objects,
                held,
                new UnheardDirectories(log, objects.paths()),
                openings,
                log,
                policies,
                readers,
                figures,
                counters);
        ReadAccess access =
                new ReadAccess(channels.map(feed -> follow(feed, serving, config, metrics)), rules, serving);
        listener = HttpListener.start(
                vertx,
                "edge",
                config,
                new EdgeHandler(
                        serving,
                        access,
                        mounts,
                        config.timePath(),
                        new ClockAnswer(InstantSource.system()),
                        config.listing()
                                ? Optional.of(new DirectoryAnswer(serving, access, config.listingMost()))
                                : Optional.empty(),
                        new CmcdMetrics(metrics)));
        opened.push(() -> listener.drain());
        listener.register(metrics);
        load = new LoadFigures(new LoadFigures.Counts(
                counters::readers,
                listener::connections,
                counters.bytes::sum,
                () -> objects.cachedBytes() + objects.memory().heldBytes(),
                objects::tailedDirectories));
    }

    private ChannelAccess follow(ChannelFeed feed, Serving serving, EdgeConfig config, MeterRegistry metrics) {
        ReadersInProgress readers = serving.readers();
        PlaybackCounters refused = new PlaybackCounters();
        refused.register(metrics, readers);
        Channels channels =
                new Channels(config, serving.policies(), InstantSource.system(), readers::endThoseWithoutGrant);
        AutoCloseable following = feed.onChange(channels::changed);
        opened.push(() -> close(following));
        return new ChannelAccess(channels, serving, refused);
    }

    private static void close(AutoCloseable following) {
        try {
            following.close();
        } catch (Exception e) {
            throw new IllegalStateException("what tells of channels can't be left", e);
        }
    }

    /** Where clients reach it, as far as it can know: no network but this machine's own has just one name for it. */
    List<String> ownUris() {
        return listener.onLoopbackAlone() ? List.of(url()) : List.of();
    }

    /**
     * From now on routes may have it, and it tells what is read here; before the drain begins routes are told that it stops.
     *
     * @param uris where clients reach it
     * @param version of its software
     */
    void reportTo(ControlClient control, List<String> uris, String version) {
        EdgeReports reports = control.reportEdge(uris, version, this::load);
        opened.addLast(reports::close);
        opened.addLast(control.reportLive(this::liveDirectories)::close);
        opened.push(reports::stopping);
    }

    /** The port without TLS; 0 where it is turned off. */
    public int port() {
        return listener.port();
    }

    /** Where a client on this machine finds it, as the beginning of a URL. */
    public String url() {
        return listener.url();
    }

    /** The port with TLS; 0 where there is none. */
    public int tlsPort() {
        return listener.tlsPort();
    }

    /** What is read now, by directory; empty where there are no channels. Asked by one thread at a time. */
    public List<LiveDirectory> liveDirectories() {
        return figures.report();
    }

    /** How busy this edge is. Asked by one thread at a time. */
    public EdgeLoad load() {
        return load.report();
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

    /** Asks readers to go, takes no further connection, lets responses in progress end, all in their times; then stops. */
    @Override
    public void close() {
        closeOpened();
    }

    private void letGoOfObjects() {
        if (objects != null) {
            objects.close();
        }
    }

    private void closeOpened() {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
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
