package io.millrace.ingest;

import io.millrace.access.AccessRules;
import io.millrace.access.InvalidRulesException;
import io.millrace.chunklog.AnnouncementPublisher;
import io.millrace.chunklog.ChunkLog;
import io.millrace.chunklog.ChunkLogConfig;
import io.millrace.chunklog.ChunkLogUnavailableException;
import io.millrace.chunklog.InvalidSettingException;
import io.millrace.control.client.ControlClient;
import io.millrace.ingest.figures.LiveFigures;
import io.millrace.ingest.publisher.Publishers;
import io.millrace.proto.control.v1.LiveDirectory;
import io.millrace.wire.HttpListener;
import io.millrace.wire.ListenFailedException;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An ingest: its port, its connections to Redis and Kafka. Ends when it is closed. */
public final class IngestServer implements AutoCloseable {

    /** What Redis takes as one value by default. */
    private static final int MOST_CHUNK_BYTES = 512 << 20;

    private final Intake intake;
    private final ChannelAccess access;
    /** To be ended with the ingest. */
    private final List<ControlClient.Subscription> subscriptions = new ArrayList<>();

    private final HttpListener listener;

    private IngestServer(Intake intake, ChannelAccess access, HttpListener listener) {
        this.intake = intake;
        this.access = access;
        this.listener = listener;
    }

    /** As below, without a control plane. */
    public static IngestServer start(Vertx vertx, ChunkLogConfig logConfig, IngestConfig config) {
        return start(vertx, logConfig, config, Optional.empty());
    }

    /**
     * Starts; returns when uploads are taken.
     *
     * @param control what says which channels there are; stays its owner's, who closes it after the ingest
     * @throws ChunkLogUnavailableException if Redis or Kafka is not there
     * @throws ListenFailedException if the port can't be had
     * @throws InvalidRulesException if the file of access rules can't be used
     * @throws InvalidSettingException if a setting makes no sense
     */
    public static IngestServer start(
            Vertx vertx, ChunkLogConfig logConfig, IngestConfig config, Optional<ControlClient> control) {
        LiveFigures figures = control.isPresent() ? LiveFigures.reported() : LiveFigures.unreported();
        return start(vertx, logConfig, config, control, figures);
    }

    /** The same, with what counts what is published. */
    static IngestServer start(
            Vertx vertx,
            ChunkLogConfig logConfig,
            IngestConfig config,
            Optional<ControlClient> control,
            LiveFigures figures) {
        check(config, control.isPresent());
        Answers answers = new Answers(new Cors(config.origins().orElse(List.of())));
        IngestCounters counters = new IngestCounters();
        InFlightBytes inFlight = new InFlightBytes(config.inFlightBytes());
        PublisherAccess rules = new PublisherAccess(config.rules().map(AccessRules::watch), answers, counters);
        InstantSource clock = InstantSource.system();
        Publishers publishers = new Publishers(vertx, clock, config.failuresPerMinute(), config.plainWebhooks());
        ChannelAccess access = new ChannelAccess(control, publishers, rules, config.open(), answers, counters);
        OpenUploads uploads = new OpenUploads(publishers, () -> control.flatMap(ControlClient::view), clock);
        ChunkLog log = null;
        AnnouncementPublisher announcements = null;
        try {
            log = ChunkLog.connect(logConfig, HttpListener.loops(vertx));
            announcements = AnnouncementPublisher.connect(logConfig);
            Intake intake = new Intake(
                    log,
                    announcements,
                    config,
                    counters,
                    inFlight,
                    new UploadLimits(config, inFlight, counters),
                    answers,
                    logConfig.retention().windowBytes(),
                    uploads,
                    figures);
            HttpListener listener = HttpListener.start(vertx, "ingest", config, new IngestHandler(intake, access));
            IngestServer server = new IngestServer(intake, access, listener);
            control.ifPresent(client -> server.subscriptions.add(client.onChange(uploads::changed)));
            return server;
        } catch (RuntimeException e) {
            if (announcements != null) {
                announcements.close();
            }
            if (log != null) {
                log.close();
            }
            access.close();
            throw e;
        }
    }

    /** What the listener's own settings may be is the listener's to say. */
    private static void check(IngestConfig config, boolean controlled) {
        if (controlled && config.rules().isPresent() && !config.open()) {
            throw new InvalidSettingException("MILLRACE_INGEST_RULES is set, and so is MILLRACE_CONTROL_URI, with which"
                    + " channels say who may publish: leave the rules out, or set MILLRACE_INGEST_OPEN=true to have them"
                    + " hold for paths of no channel");
        }
        InvalidSettingException.unlessWithin(
                "MILLRACE_INGEST_FAILURES_PER_MINUTE", config.failuresPerMinute(), 0, Integer.MAX_VALUE);
        InvalidSettingException.unlessWithin("MILLRACE_INGEST_WINDOW_BYTES", config.windowBytes(), 1, Long.MAX_VALUE);
        InvalidSettingException.unlessWithin(
                "MILLRACE_INGEST_MAX_CHUNK_BYTES", config.maxChunkBytes(), 1, MOST_CHUNK_BYTES);
        InvalidSettingException.unlessWithin(
                "MILLRACE_INGEST_IN_FLIGHT_BYTES", config.inFlightBytes(), 0, Long.MAX_VALUE);
        InvalidSettingException.unlessWithin("MILLRACE_INGEST_OBJECT_BYTES", config.objectBytes(), 0, Long.MAX_VALUE);
        InvalidSettingException.unlessWithin("MILLRACE_INGEST_UPLOADS", config.uploads(), 0, Integer.MAX_VALUE);
        InvalidSettingException.unlessWithin(
                "MILLRACE_INGEST_UPLOADS_PER_CLIENT", config.uploadsPerClient(), 0, Integer.MAX_VALUE);
    }

    /** From now on it tells what is published here, until it has drained. */
    void reportTo(ControlClient control) {
        subscriptions.add(control.reportLive(this::liveDirectories));
    }

    /** What is published now, by directory; empty where there is no control plane. Asked by one thread at a time. */
    public List<LiveDirectory> liveDirectories() {
        return intake.figures().report();
    }

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

    Intake intake() {
        return intake;
    }

    IngestCounters counters() {
        return intake.counters();
    }

    ChannelAccess access() {
        return access;
    }

    HttpListener listener() {
        return listener;
    }

    /** Asks encoders to go, takes no further connection, lets uploads in progress end, all in their times; then stops. */
    @Override
    public void close() {
        listener.drain();
        subscriptions.forEach(ControlClient.Subscription::close);
        intake.announcements().close();
        intake.log().close();
        access.close();
    }
}
