package io.millrace.shaper;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.control.client.ControlClient;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A shaper with settings of its own in this JVM; ends when it is closed. */
public final class OwnShaper implements AutoCloseable {

    private static final int CLOSE_SECONDS = 10;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final ShaperServer server;

    /** Starts one without a control plane, where not everybody may make sessions. */
    OwnShaper(URI edge, Map<String, String> settings) {
        this(edge, closed(settings), Optional.empty());
    }

    /**
     * Starts it.
     *
     * @param edge its edge
     * @param settings by their names without {@code millrace.shaper.}
     * @param control the control plane, if there is one; stays its owner's
     */
    public OwnShaper(URI edge, Map<String, String> settings, Optional<ControlClient> control) {
        Map<String, String> values = new HashMap<>(Map.of(
                "millrace.shaper.host", "127.0.0.1",
                "millrace.shaper.port", "0",
                "millrace.shaper.open", "true",
                "millrace.shaper.drain", "0s"));
        settings.forEach((name, value) -> values.put("millrace.shaper." + name, value));
        ShaperConfig config = new SmallRyeConfigBuilder()
                .withMapping(ShaperConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(ShaperConfig.class);
        try {
            server = ShaperServer.start(vertx, config, edge, metrics, control);
        } catch (RuntimeException e) {
            closeVertx();
            throw e;
        }
    }

    private static Map<String, String> closed(Map<String, String> settings) {
        Map<String, String> values = new HashMap<>(settings);
        values.put("open", "false");
        return values;
    }

    /** A URL of it. */
    public URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    /** What one of its counters or gauges says. */
    double metric(String name) {
        return metrics.get(name).meter().measure().iterator().next().getValue();
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
