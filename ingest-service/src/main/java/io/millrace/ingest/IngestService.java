package io.millrace.ingest;

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

/** The ingest as a part of a Quarkus application, which gives it its configuration and takes its metrics. */
@ApplicationScoped
public class IngestService implements ManagedService {

    private final Vertx vertx;
    private final ChunkLogConfig logConfig;
    private final IngestConfig config;
    private final ControlClientConfig controlConfig;
    private final MeterRegistry metrics;
    private final ServiceLife life = new ServiceLife("ingest");

    @Inject
    IngestService(
            Vertx vertx,
            ChunkLogConfig logConfig,
            IngestConfig config,
            ControlClientConfig controlConfig,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.logConfig = logConfig;
        this.config = config;
        this.controlConfig = controlConfig;
        this.metrics = metrics;
    }

    /**
     * Starts the ingest; returns when it takes requests.
     *
     * @return where a client on this machine finds it, as the beginning of a URL
     */
    public String start() {
        Optional<ControlClient> control =
                ControlClient.startIfConfigured(controlConfig, ServiceKind.SERVICE_KIND_INGEST, metrics);
        control.ifPresent(client -> life.needs(
                client,
                () -> client.status().ready(),
                "control",
                () -> client.status().words()));
        IngestServer started = life.owns(IngestServer.start(vertx, logConfig, config, control));
        IngestMetrics.register(metrics, started);
        control.ifPresent(started::reportTo);
        life.listens();
        return started.url();
    }

    /** Drains the ingest and stops it, while everything that it needs is still there. */
    void stop(@Observes ShutdownDelayInitiatedEvent asked) {
        life.stop();
    }

    @Override
    public ServiceLife life() {
        return life;
    }
}
