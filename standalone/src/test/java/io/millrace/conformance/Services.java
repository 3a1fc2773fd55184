package io.millrace.conformance;

import io.millrace.chunklog.ChunkLogConfig;
import io.millrace.clients.Certificates;
import io.millrace.edge.EdgeConfig;
import io.millrace.edge.EdgeServer;
import io.millrace.ingest.IngestConfig;
import io.millrace.ingest.IngestServer;
import io.millrace.standalone.Backing;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The ingests and edges that the cases run against: a pair for each set of settings, started when a case needs it first
 * and ended together. Settings name files by {@code {files}}: a copy of the test resources, with certificates.
 */
public final class Services implements AutoCloseable {

    private static final Map<String, String> DEFAULTS = Map.of(
            "host",
            "localhost",
            "port",
            "0",
            "drain",
            "0s",
            "tls.port",
            "0",
            "tls.certificate",
            "{files}/server.pem",
            "tls.key",
            "{files}/server.key");

    private final Backing backing;
    private final Path files;
    private final Vertx vertx = Vertx.vertx();
    private final Map<Map<String, String>, Pair> pairs = new HashMap<>();
    private final Deque<Runnable> running = new ArrayDeque<>();

    /** An ingest and an edge with the same settings, by their ports. */
    public record Pair(int ingest, int ingestTls, int edge, int edgeTls) {

        int port(Request.Service service, boolean tls) {
            return switch (service) {
                case INGEST -> tls ? ingestTls : ingest;
                case EDGE -> tls ? edgeTls : edge;
            };
        }
    }

    private Services(Backing backing, Path files) {
        this.backing = backing;
        this.files = files;
    }

    public static Services over(Backing backing) throws IOException {
        Path files = Files.createTempDirectory("conformance-");
        copy(Path.of("src/test/resources/conformance"), files);
        Certificates.writeTo(files);
        return new Services(backing, files);
    }

    public Path files() {
        return files;
    }

    public Pair with(Map<String, String> settings) {
        return pairs.computeIfAbsent(settings, this::start);
    }

    @Override
    public void close() throws IOException {
        while (!running.isEmpty()) {
            running.pop().run();
        }
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        Files.walkFileTree(files, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private Pair start(Map<String, String> settings) {
        ChunkLogConfig log = config(
                ChunkLogConfig.class,
                settings,
                Map.of("millrace.redis.uri", backing.redisUri(), "millrace.kafka.bootstrap", backing.kafkaBootstrap()));
        IngestServer ingest =
                IngestServer.start(vertx, log, config(IngestConfig.class, settings, listener("millrace.ingest.")));
        running.push(ingest::close);
        EdgeServer edge = EdgeServer.start(vertx, log, config(EdgeConfig.class, settings, listener("millrace.edge.")));
        running.push(edge::close);
        return new Pair(ingest.port(), ingest.tlsPort(), edge.port(), edge.tlsPort());
    }

    private static Map<String, String> listener(String prefix) {
        Map<String, String> values = new HashMap<>();
        DEFAULTS.forEach((name, value) -> values.put(prefix + name, value));
        return values;
    }

    private <T> T config(Class<T> type, Map<String, String> settings, Map<String, String> base) {
        Map<String, String> values = new HashMap<>(base);
        String prefix = type.getSimpleName().startsWith("Ingest")
                ? "millrace.ingest."
                : type.getSimpleName().startsWith("Edge") ? "millrace.edge." : "millrace.";
        settings.forEach((name, value) -> {
            boolean services = name.startsWith("millrace.ingest.") || name.startsWith("millrace.edge.");
            if (name.startsWith(prefix) && (services != prefix.equals("millrace."))) {
                values.put(name, value);
            }
        });
        values.replaceAll((name, value) -> value.replace("{files}", files.toString()));
        return new SmallRyeConfigBuilder()
                .withMapping(type)
                .withSources(new PropertiesConfigSource(values, "case", 100))
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(type);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectories(to.resolve(from.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
