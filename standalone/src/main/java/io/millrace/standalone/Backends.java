package io.millrace.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/**
 * The Redis and the Kafka of a standalone Millrace: children of this process with their data in a temporary directory,
 * or existing ones where the environment names them. Closing ends the children and removes the directory.
 */
final class Backends implements AutoCloseable {

    private final Path directory;
    private final Optional<RedisServer> redis;
    private final Optional<KafkaBroker> kafka;

    private Backends(Path directory, Optional<RedisServer> redis, Optional<KafkaBroker> kafka) {
        this.directory = directory;
        this.redis = redis;
        this.kafka = kafka;
    }

    /**
     * Starts what is not there yet; both at once, because the broker takes a while.
     *
     * @param redisUri an existing Redis
     * @param kafkaBootstrap an existing Kafka
     * @throws ChildProcessException if one does not start
     */
    static Backends start(Optional<String> redisUri, Optional<String> kafkaBootstrap) {
        Path directory = temporaryDirectory();
        CompletableFuture<Optional<KafkaBroker>> kafka = CompletableFuture.supplyAsync(() -> {
            if (kafkaBootstrap.isPresent()) {
                Progress.step("Kafka", kafkaBootstrap.get() + ", which is yours");
                return Optional.empty();
            }
            KafkaBroker broker = KafkaBroker.start(FreePorts.pick(), directory.resolve("kafka"));
            Progress.step("Kafka", broker.bootstrap());
            return Optional.of(broker);
        });
        Optional<RedisServer> redis = Optional.empty();
        try {
            if (redisUri.isPresent()) {
                Progress.step("Redis", redisUri.get() + ", which is yours");
            } else {
                RedisServer server = RedisServer.start(FreePorts.pick(), directory.resolve("redis"));
                redis = Optional.of(server);
                Progress.step("Redis", server.uri());
            }
            return new Backends(directory, redis, kafka.join());
        } catch (ChildProcessException | CompletionException e) {
            new Backends(
                            directory,
                            redis,
                            kafka.exceptionally(failed -> Optional.empty()).join())
                    .close();
            throw e instanceof CompletionException wrapped && wrapped.getCause() instanceof RuntimeException cause
                    ? cause
                    : e;
        }
    }

    /** Where the Redis is that was started here. */
    Optional<String> redisUri() {
        return redis.map(RedisServer::uri);
    }

    /** Where the broker is that was started here. */
    Optional<String> kafkaBootstrap() {
        return kafka.map(KafkaBroker::bootstrap);
    }

    @Override
    public void close() {
        kafka.ifPresent(KafkaBroker::close);
        redis.ifPresent(RedisServer::close);
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            System.err.println("millrace: " + directory + " could not be removed: " + e.getMessage());
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("millrace-");
        } catch (IOException e) {
            throw new ChildProcessException("no temporary directory can be made: " + e.getMessage(), e);
        }
    }
}
