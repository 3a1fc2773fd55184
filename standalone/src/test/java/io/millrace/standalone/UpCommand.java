package io.millrace.standalone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code ./millrace up} as a person runs it, but on any free ports and with a temporary directory of its own. */
final class UpCommand {

    private static final long READY_SECONDS = 60;
    private static final long GONE_SECONDS = 30;

    private final Path temporary;
    private final int managementPort = FreePorts.pick();
    private final Map<String, String> environment = new HashMap<>(System.getenv());
    private String control;
    private String ingest;
    private String edge;
    private String shaper;

    UpCommand(Path temporary) {
        this.temporary = temporary;
        environment.keySet().removeIf(name -> name.startsWith("MILLRACE_"));
        with("JAVA_HOME", System.getProperty("java.home"));
        with("MILLRACE_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary);
        with("MILLRACE_CONTROL_GRPC_PORT", "0");
        with("MILLRACE_CONTROL_PORT", "0");
        with("MILLRACE_INGEST_PORT", "0");
        with("MILLRACE_EDGE_PORT", "0");
        with("MILLRACE_SHAPER_PORT", "0");
        with("MILLRACE_MANAGEMENT_PORT", Integer.toString(managementPort));
    }

    UpCommand with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    UpCommand without(String name) {
        environment.remove(name);
        return this;
    }

    /** Returns at once. */
    Program start() throws IOException {
        List<String> command = new ArrayList<>();
        if (Files.isDirectory(Path.of("/proc"))) {
            // A build in the background of a shell ignores Ctrl-C, and so would all that it starts.
            command.addAll(List.of("env", "--default-signal=INT"));
        }
        command.addAll(List.of(Repository.file("millrace").toString(), "up"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return Program.start(builder);
    }

    /** Returns when it says that it is ready. */
    Program startAndAwaitReady() throws IOException {
        Program up = start();
        boolean ready = false;
        try {
            awaitOutput(up, "millrace: ready");
            control = address(up, "control");
            ingest = address(up, "ingest");
            edge = address(up, "edge");
            shaper = address(up, "shaper");
            ready = true;
            return up;
        } finally {
            if (!ready) {
                up.close();
            }
        }
    }

    static void awaitOutput(Program up, String text) {
        await().atMost(READY_SECONDS, TimeUnit.SECONDS)
                .until(() -> !up.running() || up.output().contains(text));
        assertTrue(up.output().contains(text), up::toString);
    }

    /** Where its control plane takes calls: host and port. */
    String control() {
        return control;
    }

    URI ingest(String path) {
        return URI.create(ingest + path);
    }

    URI edge(String path) {
        return URI.create(edge + path);
    }

    URI shaper(String path) {
        return URI.create(shaper + path);
    }

    URI management(String path) {
        return Millrace.at(managementPort, path);
    }

    private static String address(Program up, String service) {
        Matcher line = Pattern.compile("^millrace: .* s  " + service + " +(\\S+)$", Pattern.MULTILINE)
                .matcher(up.output());
        assertTrue(line.find(), up::toString);
        return line.group(1);
    }

    /** After its end: no program that it started, and no file. */
    void assertNothingIsLeftOf(Program up) throws IOException {
        await().atMost(GONE_SECONDS, TimeUnit.SECONDS)
                .until(() -> up.leftBehind().isEmpty());
        try (Stream<Path> files = Files.list(temporary)) {
            assertEquals(List.of(), files.toList());
        }
    }
}
