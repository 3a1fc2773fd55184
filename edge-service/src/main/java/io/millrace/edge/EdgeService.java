package io.millrace.edge;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.chunklog.ChunkLogConfig;
import io.millrace.management.ManagedService;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/**
 * The edge as a part of a Quarkus application, which gives it its configuration and takes its metrics. Ready from the
 * moment that the port is open until the drain begins, whatever is streamed.
 */
@ApplicationScoped
public class EdgeService implements ManagedService {

    private final Vertx vertx;
    private final ChunkLogConfig logConfig;
    private final EdgeConfig config;
    private final MeterRegistry metrics;
    private volatile EdgeServer server;
    private volatile Phase phase = Phase.STARTING;

    @Inject
    EdgeService(Vertx vertx, ChunkLogConfig logConfig, EdgeConfig config, MeterRegistry metrics) {
        this.vertx = vertx;
        this.logConfig = logConfig;
        this.config = config;
        this.metrics = metrics;
    }

    /**
     * Starts the edge; returns when it takes requests.
     *
     * @return where a client on this machine finds it, as the beginning of a URL
     */
    public String start() {
        EdgeServer started = EdgeServer.start(vertx, logConfig, config, metrics);
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
    }

    @Override
    public String name() {
        return "edge";
    }

    @Override
    public Phase phase() {
        return phase;
    }
}
