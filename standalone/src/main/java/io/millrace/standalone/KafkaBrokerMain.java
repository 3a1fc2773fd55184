package io.millrace.standalone;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.Logger;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.utils.Time;

/**
 * The main class of the child JVM that {@link KafkaBroker} starts: formats the storage where that is not done yet, runs
 * the broker, and creates a file once the broker answers. Ends at SIGTERM.
 */
final class KafkaBrokerMain {

    /** Always the same, so that a data directory can be used again. */
    private static final String CLUSTER_ID = "millrace-standalone";

    private KafkaBrokerMain() {}

    /** Takes the broker's properties file and the file to create when the broker answers. */
    public static void main(String[] arguments) {
        try {
            run(Path.of(arguments[0]), Path.of(arguments[1]));
        } catch (Exception | LinkageError e) {
            e.printStackTrace();
            // The broker's threads that did start would keep the JVM alive.
            Runtime.getRuntime().halt(1);
        }
    }

    private static void run(Path propertiesFile, Path readyFile) throws Exception {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(propertiesFile)) {
            properties.load(reader);
        }
        logWarnings();
        format(propertiesFile);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "kafka-shutdown"));
        // Returns when the broker has registered itself, is unfenced and its listener is open.
        server.startup();
        Files.createFile(readyFile);
        server.awaitShutdown();
    }

    /** To standard error, which is the child's log; through the log manager that Quarkus's slf4j binding writes to. */
    private static void logWarnings() {
        ConsoleHandler handler = new ConsoleHandler();
        handler.setLevel(Level.WARNING);
        Logger root = Logger.getLogger("");
        root.setLevel(Level.WARNING);
        root.addHandler(handler);
    }

    private static void format(Path propertiesFile) throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        String[] arguments = {
            "format", "--config", propertiesFile.toString(), "--cluster-id", CLUSTER_ID, "--ignore-formatted"
        };
        int status = StorageTool.execute(arguments, new PrintStream(said, true, StandardCharsets.UTF_8));
        if (status != 0) {
            throw new IOException("The storage can't be formatted: " + said.toString(StandardCharsets.UTF_8));
        }
    }
}
