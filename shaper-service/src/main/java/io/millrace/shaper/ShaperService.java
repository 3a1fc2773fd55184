package io.millrace.shaper;

import io.micrometer.core.instrument.MeterRegistry;
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
import java.net.URI;
import java.util.Optional;

/**
 * The shaper as a part of a Quarkus application, which gives it its configuration and takes its metrics. Ready from the
 * moment that the port is open until the drain begins; with a control plane, when it knows the sessions.
 */
@ApplicationScoped
public class ShaperService implements ManagedService {

    private final Vertx vertx;
    private final ShaperConfig config;
    private final ControlClientConfig controlConfig;
    private final MeterRegistry metrics;
    private final ServiceLife life = new ServiceLife("shaper");

    @Inject
    ShaperService(Vertx vertx, ShaperConfig config, ControlClientConfig controlConfig, MeterRegistry metrics) {
        this.vertx = vertx;
        this.config = config;
        this.controlConfig = controlConfig;
        this.metrics = metrics;
    }

    /**
     * Starts the shaper; returns when it takes requests.
     *
     * @return where a client on this machine finds it, as the beginning of a URL
     */
    public String start() {
        return start(config.edge());
    }

    /** The same, with an edge that is elsewhere than the settings say. */
    public String start(URI edge) {
        Optional<ControlClient> control =
                ControlClient.startIfConfigured(controlConfig, ServiceKind.SERVICE_KIND_SHAPER, metrics);
        control.ifPresent(client -> life.needs(
                client,
                () -> client.status().ready(),
                "control",
                () -> client.status().words()));
        ShaperServer started = life.owns(ShaperServer.start(vertx, config, edge, metrics, control));
        life.listens();
        return started.url();
    }

    /** Drains the shaper and stops it, while everything that it needs is still there. */
    void stop(@Observes ShutdownDelayInitiatedEvent asked) {
        life.stop();
    }

    @Override
    public ServiceLife life() {
        return life;
    }
}
