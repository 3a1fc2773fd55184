package io.millrace.edge;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.chunklog.ChunkLogConfig;
import io.millrace.control.client.ControlClient;
import io.millrace.control.client.ControlClientConfig;
import io.millrace.management.ManagedService;
import io.millrace.proto.control.v1.ServiceKind;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The edge as a part of a Quarkus application, which gives it its configuration and takes its metrics. Ready from the
 * moment that the port is open until the drain begins, whatever is streamed.
 */
@ApplicationScoped
public class EdgeService implements ManagedService {

    private final Vertx vertx;
    private final ChunkLogConfig logConfig;
    private final EdgeConfig config;
    private final ControlClientConfig controlConfig;
    private final MeterRegistry metrics;
    private final String version;
    private volatile Optional<ControlClient> control = Optional.empty();
    private volatile EdgeServer server;
    private volatile Phase phase = Phase.STARTING;

    @Inject
    EdgeService(
            Vertx vertx,
            ChunkLogConfig logConfig,
            EdgeConfig config,
            ControlClientConfig controlConfig,
            MeterRegistry metrics,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.vertx = vertx;
        this.logConfig = logConfig;
        this.config = config;
        this.controlConfig = controlConfig;
        this.metrics = metrics;
        this.version = version;
    }

    /**
     * Starts the edge; returns when it takes requests.
     *
     * @return where a client on this machine finds it, as the beginning of a URL
     */
    public String start() {
        control = ControlClient.startIfConfigured(controlConfig, ServiceKind.SERVICE_KIND_EDGE, metrics);
        EdgeServer started = EdgeServer.start(
                vertx, logConfig, config, metrics, control.<ChannelFeed>map(client -> client::onChange));
        control.ifPresent(client -> started.reportTo(client, config.uris().orElseGet(started::ownUris), version));
        server = started;
        phase = Phase.LISTENING;
        return started.url();
    }

    /** Drains the edge and stops it, while everything that it needs is still there. */
    void stop(@Observes ShutdownEvent shutdown) {
        phase = Phase.STOPPING;
        EdgeServer running = server;
        if (running != null) {
            server = null;
            running.close();
        }
        control.ifPresent(ControlClient::close);
    }

    @Override
    public String name() {
        return "edge";
    }

    @Override
    public Phase phase() {
        boolean knows = control.map(client -> client.status().ready()).orElse(true);
        return phase == Phase.LISTENING && !knows ? Phase.WAITING : phase;
    }

    @Override
    public Map<String, String> details() {
        return control.map(client -> Map.of("control", client.status().words())).orElse(Map.of());
    }
}
