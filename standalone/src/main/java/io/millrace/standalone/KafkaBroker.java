package io.millrace.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * One Kafka broker on loopback, which is its own controller, in a child JVM. Started and closed by whoever needs it;
 * started again on the same port and directory it has its topics and records still.
 */
public final class KafkaBroker implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final int port;
    private final ChildProcess process;

    private KafkaBroker(int port, ChildProcess process) {
        this.port = port;
        this.process = process;
    }

    /**
     * Returns when the broker answers.
     *
     * @param workDirectory is created; holds its log, configuration and data
     * @throws ChildProcessException if it does not start
     */
    public static KafkaBroker start(int port, Path workDirectory) {
        return start(port, workDirectory, Map.of());
    }

    /**
     * The same with further properties of the broker, which go before its own; clients come in by the listener
     * {@code BROKER}.
     */
    public static KafkaBroker start(int port, Path workDirectory, Map<String, String> more) {
        Path directory = workDirectory.toAbsolutePath();
        Path configuration = directory.resolve("kafka.properties");
        Path ready = directory.resolve("kafka.ready");
        try {
            Files.createDirectories(directory);
            Files.deleteIfExists(ready);
            try (Writer writer = Files.newBufferedWriter(configuration)) {
                Properties properties =
                        configuration(port, FreePorts.pickOtherThan(port), directory.resolve("kafka-data"));
                properties.putAll(more);
                properties.store(writer, null);
            }
        } catch (IOException e) {
            throw new ChildProcessException("Kafka can't be prepared in " + directory + ": " + e.getMessage(), e);
        }
        ChildProcess process = ChildProcess.start("kafka-" + port, command(configuration, ready), directory);
        process.awaitReady(START_LIMIT, () -> Files.exists(ready));
        return new KafkaBroker(port, process);
    }

    private static List<String> command(Path configuration, Path ready) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx200m",
                // Starts in 1.5 s; the broker has next to nothing to do.
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Djava.util.logging.SimpleFormatter.format=%1$tF %1$tT.%1$tL %4$s %3$s: %5$s%6$s%n",
                "-cp",
                ChildClasspath.ofThisJvm(),
                KafkaBrokerMain.class.getName(),
                configuration.toString(),
                ready.toString());
    }

    private static Properties configuration(int port, int controllerPort, Path data) throws IOException {
        Properties properties = new Properties();
        try (InputStream fixed = KafkaBroker.class.getResourceAsStream("kafka-broker.properties")) {
            properties.load(fixed);
        }
        String broker = "BROKER://127.0.0.1:" + port;
        properties.setProperty("listeners", broker + ",CONTROLLER://127.0.0.1:" + controllerPort);
        properties.setProperty("advertised.listeners", broker);
        properties.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        properties.setProperty("log.dirs", data.toString());
        return properties;
    }

    public int port() {
        return port;
    }

    /** What clients take for {@code bootstrap.servers}. */
    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    public ChildProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
