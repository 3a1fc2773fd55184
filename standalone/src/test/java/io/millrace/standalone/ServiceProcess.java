package io.millrace.standalone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A service as it is packaged, in a process of its own. */
final class ServiceProcess {

    private static final long READY_SECONDS = 60;

    private ServiceProcess() {}

    /**
     * Returns at once.
     *
     * @param service {@code ingest}, {@code edge} or {@code shaper}
     */
    static Program start(Backing backing, String service, int port) throws IOException {
        return start(backing, service, port, Map.of());
    }

    /**
     * The same with more settings.
     *
     * @param more by the names that they have in the environment
     */
    static Program start(Backing backing, String service, int port, Map<String, String> more) throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "MILLRACE_REDIS_URI",
                backing.redisUri(),
                "MILLRACE_KAFKA_BOOTSTRAP",
                backing.kafkaBootstrap(),
                "MILLRACE_MANAGEMENT_PORT",
                Integer.toString(FreePorts.pickOtherThan(port)),
                "MILLRACE_" + service.toUpperCase(Locale.ROOT) + "_PORT",
                Integer.toString(port)));
        settings.putAll(more);
        return run(service + "-service", settings);
    }

    /** What a module's package runs; returns at once. */
    static Program run(String module, Map<String, String> settings) throws IOException {
        Path jar = Repository.file(module).resolve("target/quarkus-app/quarkus-run.jar");
        assertTrue(Files.exists(jar), () -> jar + " is not there: run ./millrace build");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Repository.file("deploy/jvm.args"),
                "-jar",
                jar.toString());
        builder.environment().putAll(settings);
        return Program.start(builder);
    }

    static void awaitListening(Program service, int port) {
        Http http = new Http();
        await().atMost(READY_SECONDS, TimeUnit.SECONDS)
                .until(() -> !service.running() || http.status(Millrace.at(port, "/")) != -1);
        assertTrue(service.running(), service::toString);
    }
}
