package io.millrace.players;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.standalone.Program;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Headless Chromium with the players that {@code src/test/browser} asks npm for. They are installed once under {@code
 * target}, where each run leaves a picture of each player, {@code players-report.md}, and a chart of each player that met
 * rules.
 */
final class Browser implements BeforeAllCallback, AfterAllCallback {

    /** More than the limits of a scenario's conditions come to where only some of them are met late. */
    private static final Duration LIMIT = Duration.ofMinutes(6);

    private static final Path SOURCES = Path.of("src", "test", "browser");
    private static final Path DIRECTORY = Path.of("target", "players");
    private static final Path REPORT = Path.of("target", "players-report.md");
    private static final String LOCK = "package-lock.json";
    /** What npm writes when all is there. */
    private static final Path INSTALLED = DIRECTORY.resolve("node_modules", ".package-lock.json");

    private static final String HEAD = """
            Live pushes by FFmpeg, played by players from npm in headless Chromium on the same machine. Latency is from the
            encoder's clock at a picture to the screen, as the player tells it and by the machine's clock.

            | player | stream | version | frames | dropped | stalls | segments read while they were uploaded | median by the player | p95 | median by the clock | p95 |
            | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
            """;

    private final Collection<String> rows = new ConcurrentSkipListSet<>();

    @Override
    public void beforeAll(ExtensionContext context) throws IOException, InterruptedException {
        boolean installed =
                Files.exists(INSTALLED) && Files.mismatch(SOURCES.resolve(LOCK), DIRECTORY.resolve(LOCK)) < 0;
        copySources();
        if (!installed) {
            Files.deleteIfExists(INSTALLED); // so that half an installation is none
            run(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
        }
    }

    /** Plays a live stream to the end of the scenario in {@code play.mjs}, whose demands fail the test. */
    void plays(String player, String stream, URI source, String... demands) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node", "play.mjs", player, stream, source.toString()));
        command.addAll(List.of(demands));
        List<String> said = run(command).lines().toList();
        said.forEach(System.out::println);
        rows.add(said.getLast());
    }

    /**
     * Plays a live stream through a shaper while the rules of the session change, as the scenario in {@code rules.mjs} has
     * it.
     *
     * @param shaper its base URL
     * @param control that of the control plane that it asks
     * @param path of a manifest with several renditions
     */
    void meetsRules(String player, URI shaper, URI control, String path) throws IOException, InterruptedException {
        System.out.println(run(List.of("node", "rules.mjs", player, shaper.toString(), control.toString(), path)));
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (rows.isEmpty()) {
            return;
        }
        String report = HEAD + String.join("\n", rows) + "\n";
        Files.writeString(REPORT, report);
        System.out.println(report);
    }

    private static void copySources() throws IOException {
        try (Stream<Path> sources = Files.walk(SOURCES)) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                Path copy = DIRECTORY.resolve(SOURCES.relativize(source));
                Files.createDirectories(copy.getParent());
                Files.write(copy, Files.readAllBytes(source));
            }
        }
    }

    /** Runs a program to its end, which must be a good one; what it wrote to standard output. */
    private static String run(List<String> command) throws IOException, InterruptedException {
        try (Program program = Program.start(new ProcessBuilder(command).directory(DIRECTORY.toFile()))) {
            assertEquals(0, program.exitCode(LIMIT), () -> String.join(" ", command) + ": " + program);
            return program.output().strip();
        } catch (IOException e) {
            throw new AssertionError(
                    "these tests need node, npm and chromium on the PATH: install them"
                            + " (Debian: apt-get install nodejs npm chromium)",
                    e);
        }
    }
}
