package io.millrace.control;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.control.store.StoreConfig;
import io.millrace.management.ManagedService;
import io.millrace.management.ServiceLife;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;

/** The control plane as a part of a Quarkus application, which gives it its configuration and takes its metrics. */
@ApplicationScoped
public class ControlService implements ManagedService {

    /** Behind all that says nothing of its turn. */
    private static final int LATE = Interceptor.Priority.LIBRARY_AFTER;

    private final Vertx vertx;
    private final StoreConfig storeConfig;
    private final ControlConfig config;
    private final MeterRegistry metrics;
    private final ServiceLife life = new ServiceLife("control");

    @Inject
    ControlService(Vertx vertx, StoreConfig storeConfig, ControlConfig config, MeterRegistry metrics) {
        this.vertx = vertx;
        this.storeConfig = storeConfig;
        this.config = config;
        this.metrics = metrics;
    }

    /**
     * Starts the control plane; returns when it takes calls.
     *
     * @return where a caller on this machine finds it: {@code 127.0.0.1:9090}
     */
    public String start() {
        ControlServer started = life.owns(ControlServer.start(vertx, storeConfig, config, metrics));
        // Ready also while the store is away: routes are told all the same, and no other replica has it either.
        life.tells("store", () -> started.storeUp() ? "up" : "away");
        life.listens();
        return "127.0.0.1:" + started.port();
    }

    /** Drains the control plane and stops it; after services in the same process, which would take it for lost. */
    void stop(@Observes @Priority(LATE) ShutdownDelayInitiatedEvent asked) {
        life.stop();
    }

    @Override
    public ServiceLife life() {
        return life;
    }
}
