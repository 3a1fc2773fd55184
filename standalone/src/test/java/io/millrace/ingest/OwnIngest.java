package io.millrace.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.control.client.ControlClient;
import io.millrace.ingest.figures.LiveFigures;
import io.millrace.proto.control.v1.LiveDirectory;
import io.millrace.standalone.Millrace;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A further ingest with settings of its own, over the Redis and Kafka of a Millrace; ends when it is closed. */
final class OwnIngest implements AutoCloseable {

    private static final int CLOSE_SECONDS = 10;

    private final Vertx vertx;
    private final IngestServer server;

    /**
     * @param settings by their names without {@code millrace.ingest.}
     */
    OwnIngest(Millrace millrace, Map<String, String> settings) {
        this(millrace, settings, Optional.empty());
    }

    /**
     * @param settings by their names without {@code millrace.ingest.}
     * @param control stays its owner's
     */
    OwnIngest(Millrace millrace, Map<String, String> settings, Optional<ControlClient> control) {
        this(vertx -> IngestServer.start(vertx, millrace.chunkLogConfig(), config(settings), control));
    }

    /** One without a control plane that counts all the same. */
    OwnIngest(Millrace millrace, LiveFigures figures) {
        this(vertx ->
                IngestServer.start(vertx, millrace.chunkLogConfig(), config(Map.of()), Optional.empty(), figures));
    }

    private OwnIngest(Function<Vertx, IngestServer> start) {
        this.vertx = Vertx.vertx();
        try {
            this.server = start.apply(vertx);
        } catch (RuntimeException e) {
            closeVertx();
            throw e;
        }
    }

    /** Settings of an ingest on a free port of this machine. */
    static IngestConfig config(Map<String, String> settings) {
        Map<String, String> values = new HashMap<>(Map.of(
                "millrace.ingest.host", "127.0.0.1", "millrace.ingest.port", "0", "millrace.ingest.drain", "0s"));
        settings.forEach((name, value) -> values.put("millrace.ingest." + name, value));
        return new SmallRyeConfigBuilder()
                .withMapping(IngestConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(IngestConfig.class);
    }

    int port() {
        return server.port();
    }

    int tlsPort() {
        return server.tlsPort();
    }

    URI at(String path) {
        return Millrace.at(server.port(), path);
    }

    /** What is scraped of it. */
    MeterRegistry metrics() {
        MeterRegistry metrics = new SimpleMeterRegistry();
        IngestMetrics.register(metrics, server);
        return metrics;
    }

    /** What it tells of what is published. */
    List<LiveDirectory> liveDirectories() {
        return server.liveDirectories();
    }

    /** From now on it tells it to a control plane. */
    void reportTo(ControlClient control) {
        server.reportTo(control);
    }

    /** Bytes of bodies that it has taken in. */
    long bytes() {
        return IngestView.bytes(server);
    }

    long inFlightBytes() {
        return IngestView.inFlightBytes(server);
    }

    int openUploads() {
        return IngestView.openUploads(server);
    }

    @Override
    public void close() {
        server.close();
        closeVertx();
    }

    private void closeVertx() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(CLOSE_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
