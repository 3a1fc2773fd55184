package io.millrace.control.client;

import io.grpc.ManagedChannel;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.pem.UnusableFileException;
import io.millrace.proto.control.v1.Edge;
import io.millrace.proto.control.v1.EdgeLoad;
import io.millrace.proto.control.v1.LiveDirectory;
import io.millrace.proto.control.v1.LiveServiceGrpc;
import io.millrace.proto.control.v1.ReportLiveRequest;
import io.millrace.proto.control.v1.ReportLiveResponse;
import io.millrace.proto.control.v1.ServiceKind;
import io.millrace.proto.control.v1.WatchRequest;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The data plane's way to the control plane. It keeps a view of what the control plane says, follows its changes, and outlives
 * its loss: what was known last stays in force, whatever becomes of the control plane, until it is back. Used by any thread;
 * ends when it is closed.
 */
public final class ControlClient implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ControlClient.class);
    private static final int CLOSE_SECONDS = 2;
    private static final int MOST_DIRECTORIES = 10_000;

    private final ScheduledThreadPoolExecutor thread;
    private final Dialer dialer;
    private final ViewInForce view = new ViewInForce();
    private final ControlCounters counters = new ControlCounters();
    private final Watching watching;
    private final WatchRequest who;
    private final Optional<KeptSnapshot> kept;
    private final ControlSessions sessions;

    /** Ends what a listener is told. */
    public interface Subscription extends AutoCloseable {

        /** From any thread; a call that runs already is not waited for. */
        @Override
        void close();
    }

    private ControlClient(ControlClientConfig config, ServiceKind kind, String instance) {
        thread = new ScheduledThreadPoolExecutor(
                1,
                Thread.ofPlatform()
                        .daemon()
                        .name("millrace-control-" + ServiceName.of(kind))
                        .factory(),
                // What comes after the end is of no use to anybody.
                new ThreadPoolExecutor.DiscardPolicy());
        thread.setRemoveOnCancelPolicy(true);
        who = WatchRequest.newBuilder().setService(kind).setInstance(instance).build();
        kept = config.snapshot().map(file -> KeptSnapshot.at(file, kind));
        dialer = new Dialer(config, thread);
        WatchedConfig watched = new WatchedConfig(kept.flatMap(KeptSnapshot::read));
        watching = new Watching(config, who, dialer, thread, watched, view, counters);
        sessions = new ControlSessions(watching, thread);
    }

    /**
     * Starts to watch, and returns at once: there is no view before the first snapshot.
     *
     * @param config where the control plane is; with at least one URI
     * @param kind what this service is
     * @param instance which of its kind it is: 1 to 63 of a-z, 0-9, {@code -} and {@code .}
     * @param metrics takes {@code millrace.<service>.control.…}
     * @throws InvalidControlSettingException if a setting, or a file that it names, makes no sense
     * @throws UnusableFileException if a file of certificates can't be used
     */
    public static ControlClient start(
            ControlClientConfig config, ServiceKind kind, String instance, MeterRegistry metrics) {
        ControlSettings.check(config);
        ControlClient client = new ControlClient(config, kind, instance);
        ControlMetrics.register(metrics, ServiceName.of(kind), client.watching, client.counters);
        client.kept.ifPresent(file -> client.view.add(file::keep));
        client.watching.start();
        return client;
    }

    /**
     * As above, where a control plane is configured; the instance is the one that is set, or else this host.
     *
     * @return empty where there is no control plane
     */
    public static Optional<ControlClient> startIfConfigured(
            ControlClientConfig config, ServiceKind kind, MeterRegistry metrics) {
        return config.uri().map(uri -> start(config, kind, Instance.of(config), metrics));
    }

    /** What is in force now; empty until there was a first snapshot. Once there is a view, there is one for good. */
    public Optional<ControlView> view() {
        return view.current();
    }

    /**
     * Tells of the view that is in force, if there is one, and of each later one. On the client's own thread, one view after the
     * other: the listener must not block. What it throws is logged.
     */
    public Subscription onChange(Consumer<ControlView> listener) {
        thread.execute(() -> view.add(listener));
        return () -> thread.execute(() -> view.remove(listener));
    }

    /** How things stand, for health checks. */
    public ControlStatus status() {
        return watching.status();
    }

    /**
     * Registers an edge, and tells its load from then on, as often as the control plane asks for.
     *
     * @param uris base URLs where clients reach it, the best first; without one it does not register, and only tells its load,
     *     for where Kubernetes tells of it
     * @param version its version
     * @param load asked on the client's own thread, before each heartbeat; must not block
     */
    public EdgeReports reportEdge(List<String> uris, String version, Supplier<EdgeLoad> load) {
        String name = "edges/" + who.getInstance();
        Optional<Edge> edge = uris.isEmpty()
                ? Optional.empty()
                : Optional.of(Edge.newBuilder()
                        .setName(name)
                        .addAllUris(uris)
                        .setVersion(version)
                        .build());
        return new EdgeReports(name, edge, load, watching, thread).start();
    }

    /**
     * Tells what is live here, as often as the control plane asks for, until the subscription is closed.
     *
     * @param directories all that is live now; those beyond 10,000 are left out. Asked on the client's own thread, before each
     *     report; must not block
     */
    public Subscription reportLive(Supplier<? extends Collection<LiveDirectory>> directories) {
        Reporting reporting = new Reporting("live", watching, thread, (channel, taken, failed) -> {
            ReportLiveRequest.Builder report =
                    ReportLiveRequest.newBuilder().setService(who.getService()).setInstance(who.getInstance());
            directories.get().stream().limit(MOST_DIRECTORIES).forEach(report::addDirectories);
            LiveServiceGrpc.newStub(channel)
                    .withDeadlineAfter(Reporting.DEADLINE_SECONDS, TimeUnit.SECONDS)
                    .reportLive(
                            report.build(),
                            new Answer<ReportLiveResponse>(
                                    answer -> taken.accept(EdgeReports.interval(answer.getReportInterval())), failed));
        });
        thread.execute(reporting::start);
        return () -> thread.execute(reporting::end);
    }

    /** What a shaper has the control plane do with sessions. */
    public ControlSessions sessions() {
        return sessions;
    }

    /** Ends the watch; what is in force stays, and is kept on disk where that is asked for. Returns within seconds. */
    @Override
    public void close() {
        if (thread.isShutdown()) {
            return;
        }
        try {
            Optional<ManagedChannel> last = thread.submit(watching::close).get(CLOSE_SECONDS, TimeUnit.SECONDS);
            // A report that the edge stops is to arrive.
            if (last.isPresent() && !last.get().awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                last.get().shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the way to the control plane did not end in order", e);
        }
        thread.shutdownNow();
        dialer.close();
        kept.ifPresent(KeptSnapshot::close);
    }
}
