package io.millrace.standalone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.conformance.Services;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code millrace push} between a packager that writes to a disk and what an edge serves. */
@EnabledOnOs(OS.LINUX)
@SuppressWarnings("try") // a file is closed before what comes of that is looked at
class PushTest {

    private static final int INTERRUPTED = 130;

    @RegisterExtension
    private static final Millrace MILLRACE = Millrace.onOneRedis();

    private static Services services;

    @TempDir
    private Path temporary;

    private final Http http = new Http();

    @BeforeAll
    static void start() throws Exception {
        services = Services.over(MILLRACE.backing());
    }

    @AfterAll
    static void stop() throws Exception {
        services.close();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void anHlsDirectoryArrivesByteForByteInOrderAndLosesWhatThePackagerDeletes() throws Exception {
        Path directory = Files.createDirectory(temporary.resolve("hls"));
        URI playlist = MILLRACE.edge("/push/hls/main.m3u8");
        try (Program push = Cli.follow(directory, MILLRACE.ingest("/push/hls/"), MILLRACE.edge("/push/hls/"));
                Program encoder = Ffmpeg.write(
                        directory.resolve("main.m3u8"),
                        8,
                        Ffmpeg.format("-f hls -hls_time 1 -hls_list_size 3 -hls_delete_threshold 1"
                                + " -hls_flags delete_segments"))) {
            await().until(() -> http.status(playlist) == 200);
            while (encoder.running()) {
                newestSegmentIsComplete(playlist);
            }
            Ffmpeg.assertEndsWell(encoder);
            Cli.awaitSame(directory, MILLRACE.edge("/push/hls/"), push);
            await().until(() -> http.status(MILLRACE.edge("/push/hls/main0.ts")) == 410);
            endsWell(push);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aDashDirectoryArrivesByteForByte() throws Exception {
        Path directory = Files.createDirectory(temporary.resolve("dash"));
        try (Program push = Cli.follow(directory, MILLRACE.ingest("/push/dash/"), MILLRACE.edge("/push/dash/"));
                Program encoder = Ffmpeg.write(
                        directory.resolve("manifest.mpd"),
                        6,
                        Ffmpeg.format("-f dash -seg_duration 1 -window_size 3 -extra_window_size 1"
                                + " -remove_at_exit 0"))) {
            Ffmpeg.assertEndsWell(encoder);
            Cli.awaitSame(directory, MILLRACE.edge("/push/dash/"), push);
            endsWell(push);
        }
    }

    @Test
    @SuppressWarnings("try") // a writer that is done in the middle
    @Execution(ExecutionMode.CONCURRENT)
    void aFileIsReadAtTheEdgeBeforeItsWriterHasClosedIt() throws Exception {
        Path directory = Files.createDirectory(temporary.resolve("growing"));
        try (Program push = Cli.follow(directory, MILLRACE.ingest("/push/growing/"), MILLRACE.edge("/push/growing/"))) {
            try (OutputStream out = Files.newOutputStream(directory.resolve("a.ts"))) {
                out.write("one".getBytes(StandardCharsets.UTF_8));
                try (ChunkedGet get = GrowingObject.get(MILLRACE.edge("/push/growing/a.ts"))) {
                    assertEquals("one", get.text(), push::toString);
                    out.write("two".getBytes(StandardCharsets.UTF_8));
                    assertEquals("two", get.text(), push::toString);
                    out.close();
                    assertEquals("", get.text(), push::toString);
                }
            }
            endsWell(push);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void standardInputIsAnObject() throws Exception {
        Path file = Files.write(temporary.resolve("stream"), new byte[3_000_000]);
        String push = String.join(
                " ", Cli.command("push", "-", MILLRACE.ingest("/push/stream.ts").toString()));
        try (Program shell = Program.start(List.of("/bin/sh", "-c", "cat " + file + " | " + push))) {
            assertEquals(0, shell.exitCode(), shell::toString);
        }
        assertArrayEquals(
                Files.readAllBytes(file),
                http.get(MILLRACE.edge("/push/stream.ts")).body());
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void whatIsPushedCanBeTailed() throws Exception {
        try (ChunkedPut put = ChunkedPut.open(MILLRACE.ingest("/push/tailed.ts"))) {
            put.chunk("one");
            try (Program tail = Cli.start(
                    "tail", "--output", "json", MILLRACE.edge("/push/tailed.ts").toString())) {
                await().until(() -> !tail.running() || tail.output().contains("\"bytes\":3"));
                put.chunk("three");
                await().until(() -> !tail.running() || tail.output().contains("\"bytes\":5"));
                put.hangUp();
                assertEquals(1, tail.exitCode(), tail::toString);
                assertTrue(tail.output().contains("\"ended\":\"aborted\""), tail::toString);
                assertWarnsOfNothing(tail);
            }
        }
    }

    @Test
    void whoMayNotPublishIsTold() throws Exception {
        int port = services.with(Map.of("millrace.ingest.rules", "{files}/access.json"))
                .ingest();
        Path file = Files.writeString(temporary.resolve("a.ts"), "mine");
        URI target = Millrace.at(port, "/conformance/pushed.ts");
        try (Program push = Cli.start("push", file.toString(), target.toString())) {
            assertEquals(1, push.exitCode(), push::toString);
            assertTrue(push.errors().contains("the server answered 401"), push::toString);
        }
        try (Program push = Cli.start("push", "--user", "encoder:encoder-secret", file.toString(), target.toString())) {
            assertEquals(0, push.exitCode(), push::toString);
        }
    }

    @Test
    void aCertificateSaysWhoOneIs() throws Exception {
        Services.Pair pair = services.with(Map.of(
                "millrace.ingest.tls.client-auth", "required", "millrace.ingest.tls.client-ca", "{files}/ca.pem"));
        Path file = Files.writeString(temporary.resolve("a.ts"), "over TLS");
        Path files = services.files();
        for (String version : List.of("--http2", "--keep")) {
            String target = "https://localhost:" + pair.ingestTls() + "/push/tls" + version + ".ts";
            try (Program push = Cli.start(
                    "push",
                    version,
                    "--ca",
                    files.resolve("ca.pem").toString(),
                    "--cert",
                    files.resolve("client.pem").toString(),
                    "--key",
                    files.resolve("client.key").toString(),
                    file.toString(),
                    target)) {
                assertEquals(0, push.exitCode(), push::toString);
            }
            assertEquals(
                    "over TLS",
                    new String(
                            http.get(MILLRACE.edge("/push/tls" + version + ".ts"))
                                    .body(),
                            StandardCharsets.UTF_8));
        }
    }

    /** A segment has a Content-Length when its upload is complete. */
    private void newestSegmentIsComplete(URI playlist) throws Exception {
        HttpResponse<byte[]> version = http.get(playlist);
        List<String> segments = new String(version.body(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.endsWith(".ts"))
                .toList();
        HttpResponse<byte[]> segment = http.get(playlist.resolve(segments.getLast()));
        assertEquals(200, segment.statusCode(), segments::toString);
        assertTrue(segment.headers().firstValue("content-length").isPresent(), segments::toString);
    }

    private static void endsWell(Program push) throws Exception {
        push.signal("INT");
        assertEquals(INTERRUPTED, push.exitCode(), push::toString);
        assertTrue(push.errors().contains(" 0 failed, 0 cut off;"), push::toString);
        assertWarnsOfNothing(push);
    }

    /** The JDK warns of what needs a flag that nobody gives who runs the jar. */
    private static void assertWarnsOfNothing(Program command) {
        assertFalse(command.errors().contains("WARNING"), command::toString);
    }
}
