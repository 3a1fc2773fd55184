package io.millrace.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A real Redis, or a Redis Cluster, and a real Kafka for tests. */
public final class Backing implements AutoCloseable {

    private final Path directory;
    private final List<RedisServer> redis;
    private final String redisUri;
    private KafkaBroker kafka;

    private Backing(Path directory, List<RedisServer> redis, String redisUri, KafkaBroker kafka) {
        this.directory = directory;
        this.redis = redis;
        this.redisUri = redisUri;
        this.kafka = kafka;
    }

    static Backing single() {
        Path directory = temporaryDirectory();
        RedisServer redis = RedisServer.start(FreePorts.pick(), directory.resolve("redis"));
        return new Backing(directory, List.of(redis), redis.uri(), startKafka(directory));
    }

    static Backing cluster() {
        Path directory = temporaryDirectory();
        RedisCluster redis = RedisCluster.start(directory.resolve("redis"));
        return new Backing(directory, redis.nodes(), redis.uri(), startKafka(directory));
    }

    public String redisUri() {
        return redisUri;
    }

    public String kafkaBootstrap() {
        return kafka.bootstrap();
    }

    /** The Redis process; only where there is one. */
    public ChildProcess redisProcess() {
        return redis.getFirst().process();
    }

    public ChildProcess kafkaProcess() {
        return kafka.process();
    }

    /** Starts the broker again where it was. */
    public void restartKafka() {
        kafka.close();
        kafka = KafkaBroker.start(kafka.port(), directory.resolve("kafka"));
    }

    @Override
    public void close() {
        kafka.close();
        redis.forEach(RedisServer::close);
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KafkaBroker startKafka(Path directory) {
        return KafkaBroker.start(FreePorts.pick(), directory.resolve("kafka"));
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("millrace-test-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
