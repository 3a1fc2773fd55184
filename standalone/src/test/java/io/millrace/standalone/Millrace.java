package io.millrace.standalone;

import io.millrace.chunklog.ChunkLog;
import io.millrace.chunklog.ChunkLogConfig;
import io.millrace.edge.EdgeConfig;
import io.millrace.edge.EdgeServer;
import io.millrace.edge.EdgeView;
import io.millrace.ingest.IngestConfig;
import io.millrace.ingest.IngestServer;
import io.millrace.ingest.IngestView;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A Millrace for the tests of one class: an ingest and an edge in this JVM on free ports, over a real Redis and a real
 * Kafka. Those are started once for all classes that share them, and end with the test run.
 */
public final class Millrace implements BeforeAllCallback, AfterAllCallback {

    private enum Store {
        SINGLE,
        CLUSTER,
        OWN
    }

    private final Store store;
    private final Map<String, String> settings;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private Vertx vertx;
    private Backing backing;
    private ChunkLog log;
    private IngestServer ingest;
    private EdgeServer edge;

    private Millrace(Store store, Map<String, String> settings) {
        this.store = store;
        this.settings = settings;
    }

    /** Over one Redis that other test classes use too. */
    public static Millrace onOneRedis() {
        return new Millrace(Store.SINGLE, Map.of());
    }

    /** Over a Redis Cluster of three primaries that other test classes use too. */
    public static Millrace onRedisCluster() {
        return new Millrace(Store.CLUSTER, Map.of());
    }

    /** Over a Redis and a Kafka of its own, which the test may stop and kill. */
    public static Millrace onItsOwn(Map<String, String> settings) {
        return new Millrace(Store.OWN, settings);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(60, TimeUnit.SECONDS);
        backing = switch (store) {
            case SINGLE -> shared(context, Store.SINGLE, Backing::single);
            case CLUSTER -> shared(context, Store.CLUSTER, Backing::cluster);
            case OWN -> {
                Backing own = Backing.single();
                running.push(own);
                yield own;
            }
        };
        // As the services have it, so that connections to Redis share its event loops.
        vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        running.push(
                () -> vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS));
        log = ChunkLog.connect(chunkLogConfig());
        running.push(log);
        ingest = startIngest();
        edge = startEdge();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }

    public Backing backing() {
        return backing;
    }

    /** A further ingest over the same Redis and Kafka; ends with the test class. */
    public IngestServer startIngest() {
        return startIngest(backing.redisUri());
    }

    /** The same over another Redis. */
    IngestServer startIngest(String redisUri) {
        IngestServer started =
                IngestServer.start(vertx, chunkLogConfig(redisUri), config(IngestConfig.class, "millrace.ingest"));
        running.push(started);
        return started;
    }

    /** A further edge over the same Redis and Kafka; ends with the test class. */
    public EdgeServer startEdge() {
        return startEdge(backing.redisUri());
    }

    /** The same over another Redis. */
    EdgeServer startEdge(String redisUri) {
        EdgeServer started =
                EdgeServer.start(vertx, chunkLogConfig(redisUri), config(EdgeConfig.class, "millrace.edge"));
        running.push(started);
        return started;
    }

    /** A view of the log of objects besides the ingest's and the edge's. */
    public ChunkLog chunkLog() {
        return log;
    }

    /** Bytes of bodies that the ingest has taken in. */
    long ingestBytes() {
        return IngestView.bytes(ingest);
    }

    /** Requests that the edge holds now. */
    int heldRequests() {
        return EdgeView.heldRequests(edge);
    }

    /** Whether the edge hears announcements. */
    boolean announcementsAreHeard() {
        return EdgeView.announcementsAreHeard(edge);
    }

    public ChunkLogConfig chunkLogConfig() {
        return chunkLogConfig(backing.redisUri());
    }

    /** The same with another way to Redis. */
    public ChunkLogConfig chunkLogConfig(String redisUri) {
        return config(ChunkLogConfig.class, "millrace", redisUri);
    }

    public URI ingest(String path) {
        return at(ingest.port(), path);
    }

    public URI edge(String path) {
        return at(edge.port(), path);
    }

    public static URI at(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private <T> T config(Class<T> type, String prefix) {
        return config(type, prefix, backing.redisUri());
    }

    private <T> T config(Class<T> type, String prefix, String redisUri) {
        Map<String, String> values = new HashMap<>();
        if (type == ChunkLogConfig.class) {
            values.put("millrace.redis.uri", redisUri);
            values.put("millrace.kafka.bootstrap", backing.kafkaBootstrap());
        } else {
            values.put(prefix + ".host", "127.0.0.1");
            values.put(prefix + ".port", "0");
            values.put(prefix + ".drain", "0s");
        }
        settings.forEach((name, value) -> {
            boolean services = name.startsWith("millrace.ingest.") || name.startsWith("millrace.edge.");
            if (type == ChunkLogConfig.class ? !services : name.startsWith(prefix + ".")) {
                values.put(name, value);
            }
        });
        return new SmallRyeConfigBuilder()
                .withMapping(type)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(type);
    }

    private static Backing shared(ExtensionContext context, Store store, Supplier<Backing> start) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Millrace.class))
                .computeIfAbsent(store, key -> start.get(), Backing.class);
    }
}
