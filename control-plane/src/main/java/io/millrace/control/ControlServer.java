package io.millrace.control;

import io.grpc.ServerInterceptor;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.grpc.MetricCollectingServerInterceptor;
import io.millrace.backends.kafka.KafkaConfig;
import io.millrace.control.caller.CallerInterceptor;
import io.millrace.control.caller.Callers;
import io.millrace.control.caller.InvalidCallersException;
import io.millrace.control.change.ChangeHints;
import io.millrace.control.change.Changes;
import io.millrace.control.change.Mirror;
import io.millrace.control.kubernetes.KubernetesControl;
import io.millrace.control.rest.RestPort;
import io.millrace.control.store.ControlStore;
import io.millrace.control.store.StoreConfig;
import io.millrace.control.store.StoreUnavailableException;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * One replica of the control plane: its port, its connections to Redis and Kafka, its copy of the store. Holds nothing
 * that a restart loses; any number of replicas share a store. Ends when it is closed.
 */
public final class ControlServer implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ControlServer.class);
    private static final int MOST_CHANGES = 1_000_000;
    private static final Duration LONGEST_POLL = Duration.ofSeconds(1);
    private static final Duration LEAST_HEARTBEAT = Duration.ofMillis(500);
    private static final Duration LEAST_LEASE = Duration.ofSeconds(2);
    private static final Duration CONFIRMED = Duration.ofSeconds(5);

    /** What runs, in the order of its start; the newest is ended first. */
    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    private Mirror mirror;
    private GrpcListener listener;
    private RestPort rest;

    private ControlServer() {}

    /**
     * Starts; returns when calls are taken.
     *
     * @throws StoreUnavailableException if Redis is not there
     * @throws InvalidCallersException if what tells who may call can't be used
     * @throws InvalidControlException if another setting makes no sense, or the port can't be had
     */
    public static ControlServer start(
            Vertx vertx, StoreConfig storeConfig, ControlConfig config, MeterRegistry metrics) {
        ControlServer server = new ControlServer();
        try {
            server.run(vertx, storeConfig, config, metrics);
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void run(Vertx vertx, StoreConfig storeConfig, ControlConfig config, MeterRegistry metrics) {
        check(config);
        Callers callers = started(Callers.of(config));
        if (callers.open() && !GrpcListener.address(config.grpc()).getAddress().isLoopbackAddress()) {
            LOG.warn("the control plane is open: everybody who reaches its port may do everything");
        }
        GrpcTls tls = started(GrpcTls.start(config.grpc().tls()));
        ControlStore store = started(ControlStore.connect(storeConfig.redis(), config.changes()));
        mirror = Mirror.start(store, config.changes(), config.poll());
        ChangeHints hints = started(hints(storeConfig.kafka(), mirror));
        ApiServices services =
                ApiServices.of(store, new Changes(store, mirror, hints), mirror, config, Clock.systemUTC());
        List<ServerInterceptor> interceptors =
                List.of(new MetricCollectingServerInterceptor(metrics), new CallerInterceptor(callers));
        listener = started(GrpcListener.start(config, tls, services.all(), interceptors));
        rest = started(RestPort.start(vertx, config, services.all(), interceptors, services.redirects(), metrics));
        started(services);
        if (config.kubernetes().enabled()) {
            started(KubernetesControl.start(vertx, config.kubernetes(), services.cluster(), metrics));
        }
        register(metrics, services, hints);
    }

    private static ChangeHints hints(KafkaConfig config, Mirror mirror) {
        try {
            return ChangeHints.start(config, revision -> mirror.hint());
        } catch (KafkaException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new InvalidControlException(
                    "MILLRACE_KAFKA_BOOTSTRAP is \"" + config.bootstrap() + "\", which can't be used ("
                            + reason.getMessage() + ")",
                    e);
        }
    }

    private void register(MeterRegistry metrics, ApiServices services, ChangeHints hints) {
        Gauge.builder(
                        "millrace.control.revision",
                        mirror,
                        known -> known.known().revision())
                .description("The store's revision that this replica has seen")
                .register(metrics);
        Gauge.builder("millrace.control.store.up", this, server -> server.storeUp() ? 1 : 0)
                .description("Whether the store has answered within five seconds")
                .register(metrics);
        Gauge.builder("millrace.control.watchers", services.watch(), watch -> watch.watchers())
                .description("Services that watch this replica")
                .register(metrics);
        FunctionCounter.builder("millrace.control.hints.sent", hints, ChangeHints::sent)
                .description("Hints of changes that Kafka got")
                .register(metrics);
        FunctionCounter.builder("millrace.control.hints.heard", hints, ChangeHints::heard)
                .description("Hints of changes that came from Kafka")
                .register(metrics);
    }

    private static void check(ControlConfig config) {
        require(
                "MILLRACE_CONTROL_CHANGES",
                config.changes() >= 1 && config.changes() <= MOST_CHANGES,
                "from 1 to 1000000");
        require(
                "MILLRACE_CONTROL_POLL",
                config.poll().compareTo(Duration.ofMillis(10)) >= 0
                        && config.poll().compareTo(LONGEST_POLL) <= 0,
                "from 10ms to 1s");
        require("MILLRACE_CONTROL_DRAIN", !config.drain().isNegative(), "0s or more");
        require("MILLRACE_CONTROL_GRPC_MAX_MESSAGE_BYTES", config.grpc().maxMessageBytes() >= 1 << 16, "65536 or more");
        require(
                "MILLRACE_CONTROL_GRPC_MAX_IDLE",
                config.grpc().maxIdle().compareTo(Duration.ofSeconds(1)) >= 0,
                "1s or more");
        require(
                "MILLRACE_CONTROL_GRPC_KEEP_ALIVE",
                config.grpc().keepAlive().compareTo(Duration.ofSeconds(1)) >= 0,
                "1s or more");
        require(
                "MILLRACE_CONTROL_EDGES_HEARTBEAT",
                config.edges().heartbeat().compareTo(LEAST_HEARTBEAT) >= 0,
                "500ms or more");
        require(
                "MILLRACE_CONTROL_LIVE_REPORT",
                config.live().report().compareTo(LEAST_HEARTBEAT) >= 0,
                "500ms or more");
        require(
                "MILLRACE_CONTROL_SESSIONS_REPORT",
                config.sessions().report().compareTo(LEAST_HEARTBEAT) >= 0,
                "500ms or more");
        require(
                "MILLRACE_CONTROL_KUBERNETES_LEASE_DURATION",
                config.kubernetes().leaseDuration().compareTo(LEAST_LEASE) >= 0,
                "2s or more");
        require(
                "MILLRACE_CONTROL_CALLERS_RELOAD",
                config.callersReload().compareTo(Duration.ofMillis(10)) >= 0,
                "10ms or more");
    }

    private static void require(String setting, boolean holds, String rule) {
        if (!holds) {
            throw new InvalidControlException(setting + " must be " + rule);
        }
    }

    private <T extends AutoCloseable> T started(T part) {
        running.push(part);
        return part;
    }

    /** The HTTP port without TLS; 0 where it is turned off. */
    public int httpPort() {
        return rest.port();
    }

    /** Whether the store has answered within five seconds; without it nothing can be changed. */
    public boolean storeUp() {
        return mirror.confirmedWithin(CONFIRMED);
    }

    /** The port of the API. */
    public int port() {
        return listener.port();
    }

    /** Asks clients to go, takes no further call, lets calls in progress end, all in their times; then stops. */
    @Override
    public void close() {
        if (listener != null) {
            listener.leave();
        }
        if (rest != null) {
            rest.leave();
        }
        if (listener != null) {
            // Both ports drain at the same time.
            listener.shutdown();
        }
        if (mirror != null) {
            // Who watches is told, and goes to another replica, before the ports wait.
            mirror.close();
        }
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                LOG.warnf("the control plane did not stop in order: %s", e.getMessage());
            }
        }
    }
}
