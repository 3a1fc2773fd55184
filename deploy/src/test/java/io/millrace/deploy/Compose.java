package io.millrace.deploy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.standalone.FreePorts;
import io.millrace.standalone.Program;
import io.millrace.standalone.Repository;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;

/** What {@code deploy/compose} starts, from a copy of it with free ports and a name of its own. */
final class Compose {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    /** Four services, Redis and Kafka. */
    private static final int CONTAINERS = 6;

    private static final List<String> PORTS =
            List.of("INGEST_PORT", "EDGE_PORT", "SHAPER_PORT", "CONTROL_PORT", "CONTROL_GRPC_PORT");

    private final Path directory;

    private Compose(Path directory) {
        this.directory = directory;
    }

    /** Returns when everything is healthy. */
    static Compose up(Path directory) throws IOException, InterruptedException {
        String image = Images.named("edge");
        Path source = Repository.file("deploy/compose");
        for (String file : List.of("compose.yaml", "configure", ".env.example")) {
            Files.copy(source.resolve(file), directory.resolve(file));
        }
        Compose compose = new Compose(directory);
        String _ = compose.call(List.of(directory.resolve("configure").toString(), "--trial"));
        compose.set(
                "COMPOSE_PROJECT_NAME", "millrace-it-" + ProcessHandle.current().pid());
        compose.set("TAG", image.substring(image.indexOf(':') + 1));
        for (String port : PORTS) {
            compose.set(port, Integer.toString(FreePorts.pick()));
        }
        compose.set("EDGE_URI", "http://127.0.0.1:" + compose.setting("EDGE_PORT"));
        try {
            String _ = compose.compose("up", "-d");
            await().atMost(LIMIT).until(compose::healthy);
        } catch (RuntimeException | Error | IOException | InterruptedException e) {
            compose.down();
            throw e;
        }
        return compose;
    }

    /** Whether all of its containers are, by their own health checks. */
    private boolean healthy() throws IOException {
        return DockerClientFactory.instance()
                        .client()
                        .listContainersCmd()
                        .withLabelFilter(Map.of("com.docker.compose.project", setting("COMPOSE_PROJECT_NAME")))
                        .exec()
                        .stream()
                        .filter(container -> container.getStatus().contains("(healthy)"))
                        .count()
                == CONTAINERS;
    }

    private void set(String name, String value) throws IOException {
        Path file = directory.resolve(".env");
        Files.writeString(file, Files.readString(file).replaceFirst("(?m)^" + name + "=.*$", name + '=' + value));
    }

    /** What {@code .env} says. */
    String setting(String name) throws IOException {
        try (Stream<String> lines = Files.lines(directory.resolve(".env"))) {
            return lines.filter(line -> line.startsWith(name + '='))
                    .findFirst()
                    .orElseThrow()
                    .substring(name.length() + 1);
        }
    }

    /** A path behind one of the ports, which {@code .env} names. */
    URI at(String port, String path) throws IOException {
        return URI.create("http://127.0.0.1:" + setting(port) + path);
    }

    /** What a command in a container of its own prints. */
    String run(String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("run", "--rm", "-T"));
        all.addAll(List.of(command));
        return compose(all.toArray(String[]::new)).strip();
    }

    private String compose(String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("docker-compose", "-f", "compose.yaml"));
        all.addAll(List.of(command));
        return call(all);
    }

    private String call(List<String> command) throws IOException, InterruptedException {
        try (Program program = Program.start(new ProcessBuilder(command).directory(directory.toFile()))) {
            assertEquals(0, program.exitCode(LIMIT), program::toString);
            return program.output();
        }
    }

    /** Ends all of it, with what it has stored. */
    void down() throws IOException, InterruptedException {
        String _ = compose("down", "--volumes", "--timeout", "1");
    }
}
