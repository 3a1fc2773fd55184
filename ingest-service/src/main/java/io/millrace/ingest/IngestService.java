package io.millrace.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.chunklog.ChunkLogConfig;
import io.millrace.management.ManagedService;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** The ingest as a part of a Quarkus application, which gives it its configuration and takes its metrics. */
@ApplicationScoped
public class IngestService implements ManagedService {

    private final Vertx vertx;
    private final ChunkLogConfig logConfig;
    private final IngestConfig config;
    private final MeterRegistry metrics;
    private volatile IngestServer server;
    private volatile Phase phase = Phase.STARTING;

    @Inject
    IngestService(Vertx vertx, ChunkLogConfig logConfig, IngestConfig config, MeterRegistry metrics) {
        this.vertx = vertx;
        this.logConfig = logConfig;
        this.config = config;
        this.metrics = metrics;
    }

    /**
     * Starts the ingest; returns when it takes requests.
     *
     * @return where a client on this machine finds it, as the beginning of a URL
     */
    public String start() {
        IngestServer started = IngestServer.start(vertx, logConfig, config);
        IngestMetrics.register(metrics, started);
        server = started;
        phase = Phase.LISTENING;
        return started.url();
    }

    /** Drains the ingest and stops it, while everything that it needs is still there. */
    void stop(@Observes ShutdownEvent shutdown) {
        phase = Phase.STOPPING;
        IngestServer running = server;
        if (running != null) {
            server = null;
            running.close();
        }
    }

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public Phase phase() {
        return phase;
    }
}
