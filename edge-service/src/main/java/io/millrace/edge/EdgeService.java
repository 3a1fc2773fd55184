package io.millrace.edge;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.chunklog.ChunkLogConfig;
import io.millrace.control.client.ControlClient;
import io.millrace.control.client.ControlClientConfig;
import io.millrace.management.ManagedService;
import io.millrace.management.ServiceLife;
import io.millrace.proto.control.v1.ServiceKind;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
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
    private final ServiceLife life = new ServiceLife("edge");

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
        Optional<ControlClient> control =
                ControlClient.startIfConfigured(controlConfig, ServiceKind.SERVICE_KIND_EDGE, metrics);
        control.ifPresent(client -> life.needs(
                client,
                () -> client.status().ready(),
                "control",
                () -> client.status().words()));
        EdgeServer started = life.owns(EdgeServer.start(
                vertx, logConfig, config, metrics, control.<ChannelFeed>map(client -> client::onChange)));
        control.ifPresent(client -> started.reportTo(client, config.uris().orElseGet(started::ownUris), version));
        life.listens();
        return started.url();
    }

    /** Drains the edge and stops it, while everything that it needs is still there. */
    void stop(@Observes ShutdownDelayInitiatedEvent asked) {
        life.stop();
    }

    @Override
    public ServiceLife life() {
        return life;
    }
}
