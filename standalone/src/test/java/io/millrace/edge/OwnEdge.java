package io.millrace.edge;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.edge.figures.LiveFigures;
import io.millrace.proto.control.v1.EdgeLoad;
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

/** A further edge with settings of its own, over the Redis and Kafka of a Millrace; ends when it is closed. */
final class OwnEdge implements AutoCloseable {

    private static final int CLOSE_SECONDS = 10;

    private final Vertx vertx;
    private final EdgeServer server;
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    /** @param settings by their names without {@code millrace.edge.} */
    OwnEdge(Millrace millrace, Map<String, String> settings) {
        this(millrace, settings, Optional.empty(), LiveFigures.unreported());
    }

    /** One that serves channels. */
    OwnEdge(Millrace millrace, Map<String, String> settings, ChannelFeed channels) {
        this(millrace, settings, Optional.of(channels), LiveFigures.reported());
    }

    /** One without channels that counts all the same. */
    OwnEdge(Millrace millrace, LiveFigures figures) {
        this(millrace, Map.of(), Optional.empty(), figures);
    }

    private OwnEdge(
            Millrace millrace, Map<String, String> settings, Optional<ChannelFeed> channels, LiveFigures figures) {
        EdgeConfig config = config(settings);
        this.vertx = Vertx.vertx();
        try {
            this.server = EdgeServer.start(vertx, millrace.chunkLogConfig(), config, metrics, channels, figures);
        } catch (RuntimeException e) {
            closeVertx();
            throw e;
        }
    }

    static EdgeConfig config(Map<String, String> settings) {
        Map<String, String> values = new HashMap<>(
                Map.of("millrace.edge.host", "127.0.0.1", "millrace.edge.port", "0", "millrace.edge.drain", "0s"));
        settings.forEach((name, value) -> values.put("millrace.edge." + name, value));
        return new SmallRyeConfigBuilder()
                .withMapping(EdgeConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(EdgeConfig.class);
    }

    URI at(String path) {
        return Millrace.at(server.port(), path);
    }

    /** Responses in progress. */
    long readers() {
        return server.counters().readers();
    }

    /** Requests that have waited for an object or for a range of it. */
    long held() {
        return server.counters().held.sum();
    }

    /** Compressions since the start. */
    long compressed() {
        return server.counters().compressed.sum();
    }

    /** What is read now, as it is reported. */
    List<LiveDirectory> liveDirectories() {
        return server.liveDirectories();
    }

    EdgeLoad load() {
        return server.load();
    }

    /** A counter with a tag {@code reason}. */
    double count(String name, String reason) {
        return metrics.get(name).tag("reason", reason).functionCounter().count();
    }

    /** All metrics, as text. */
    String metrics() {
        return metrics.getMetersAsString();
    }

    /** Requests that are held now. */
    int heldNow() {
        return server.held().count();
    }

    int tails() {
        return server.objects().tails();
    }

    /** Bytes of uploads in progress that are in memory. */
    long growingBytes() {
        return server.objects().memory().heldBytes();
    }

    /** Bytes of uploads in progress that were let go of because all took too much memory. */
    long shedBytes() {
        return server.objects().memory().shedBytes();
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
