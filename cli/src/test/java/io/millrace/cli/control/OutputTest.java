package io.millrace.cli.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.cli.ExitCode;
import io.millrace.cli.Ran;
import io.millrace.cli.ScriptedControl;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every command of the control plane prints in every format, word for word: {@code src/test/resources/control}. Where it is
 * meant to be another, {@code target/golden} has it after a run.
 */
class OutputTest {

    private static final Path WRITTEN = Path.of("target", "golden");

    private static final Map<String, String> COMMANDS = new TreeMap<>(Map.ofEntries(
            Map.entry("channels-list", "channels list"),
            Map.entry("channels-get", "channels get cam"),
            Map.entry(
                    "channels-create",
                    "channels create cam --path-prefix /live/cam/ --retention 2m --max-object-size 10MB --playback signed"
                            + " --label site=berlin"),
            Map.entry("channels-update", "channels update cam --retention 1h30m --max-bit-rate 4.5M"),
            Map.entry("keys-list", "keys list cam"),
            Map.entry("keys-create", "keys create cam --id k1"),
            Map.entry("keys-rotate", "keys rotate cam/k0 --overlap 1d"),
            Map.entry("keys-revoke", "keys revoke cam/k0"),
            Map.entry("playback-keys-list", "playback-keys list cam"),
            Map.entry("playback-keys-create", "playback-keys create cam"),
            Map.entry("playback-keys-rotate", "playback-keys rotate cam/p0"),
            Map.entry("playback-keys-revoke", "playback-keys revoke channels/cam/playbackKeys/edge-cdn"),
            Map.entry("tokens-issue", "tokens issue cam --ttl 8h"),
            Map.entry("rules-list", "rules list"),
            Map.entry("rules-get", "rules get slow"),
            Map.entry("rules-create", "rules create slow -f FILES/slow.yaml"),
            Map.entry("rules-apply", "rules apply -f FILES/slow.yaml"),
            Map.entry("tags-list", "tags list"),
            Map.entry("tags-get", "tags get nightly"),
            Map.entry("tags-create", "tags create nightly -f FILES/nightly.json"),
            Map.entry("tags-apply", "tags apply -f FILES/nightly.json"),
            Map.entry("sessions-list", "sessions list"),
            Map.entry("sessions-get", "sessions get lab"),
            Map.entry("sessions-create", "sessions create lab --origin cam --dripls *.s1~e404"),
            Map.entry("sessions-update", "sessions update lab --latency 300ms --jitter 50ms --kind manifest"),
            Map.entry(
                    "shape",
                    "shape https://edge.example/live/cam/master.m3u8?v=1 --session lab --bandwidth 2M --after 10s --for 20s"
                            + " --shaper https://shaper.example/"),
            Map.entry("apply", "apply -f FILES/all.yaml"),
            Map.entry("routes-list", "routes list"),
            Map.entry("routes-get", "routes get cam"),
            Map.entry("routes-resolve", "routes resolve /live/cam/a.ts --edges 2"),
            Map.entry("edges-list", "edges list"),
            Map.entry("edges-drain", "edges drain edge-1"),
            Map.entry("edges-undrain", "edges undrain edges/edge-1"),
            Map.entry("live-once", "live --once"),
            Map.entry("live", "live")));

    @TempDir
    private static Path files;

    private static ScriptedControl server;

    @BeforeAll
    static void start() throws IOException {
        server = new ScriptedControl();
        Sample.script(server);
        String slow = """
                name: rules/slow
                match: {channel: channels/cam, kinds: [segment]}
                actions:
                  - bandwidth: {bitRate: 1.5M, scope: session}
                  - latency: {delay: 200ms}
                probability: 0.5
                priority: 10
                """;
        String nightly = """
                {"name": "tags/nightly", "rules": ["rules/slow", "rules/other"], "content": "channels/cam"}
                """;
        Files.writeString(files.resolve("slow.yaml"), slow);
        Files.writeString(files.resolve("nightly.json"), nightly);
        Files.writeString(
                files.resolve("all.yaml"),
                nightly + "---\n" + slow + "---\nname: channels/cam\npath_prefix: /live/other/\nretention: 1m30s\n");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Arguments> commands() {
        return COMMANDS.keySet().stream()
                .flatMap(name -> Stream.of("table", "json", "yaml").map(format -> Arguments.of(name, format)));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theOutputIsAsAgreed(String name, String format) throws IOException {
        List<String> words = new ArrayList<>();
        for (String word : COMMANDS.get(name).split(" ", -1)) {
            words.add(word.replace("FILES", files.toString()));
        }
        words.addAll(List.of("--output", format, "--control", server.uri()));

        Ran ran = Ran.command(words.toArray(String[]::new));

        assertEquals(ExitCode.OK, ran.code(), ran::errors);
        String golden = name + "." + (format.equals("table") ? "txt" : format);
        Files.createDirectories(WRITTEN);
        Files.writeString(WRITTEN.resolve(golden), ran.output());
        assertEquals(golden(golden), ran.output());
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = OutputTest.class.getResourceAsStream("/control/" + name)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
