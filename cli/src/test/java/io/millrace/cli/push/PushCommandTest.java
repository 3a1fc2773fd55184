package io.millrace.cli.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.cli.ExitCode;
import io.millrace.cli.NotingServer;
import io.millrace.cli.NotingServer.Noted;
import io.millrace.cli.NotingServer.Reply;
import io.millrace.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command as a person types it, and how it ends. */
class PushCommandTest {

    @TempDir
    private Path directory;

    private NotingServer server;

    @BeforeEach
    void start() throws IOException {
        server = new NotingServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aFileIsOneObject() throws IOException {
        Path file = Files.writeString(directory.resolve("a.mp4"), "a movie");
        Ran ran = Ran.command("push", file.toString(), server.url("/movies/b.mp4"));
        assertEquals(ExitCode.OK, ran.code(), ran::errors);
        assertEquals("a movie", server.stored("/movies/b.mp4"));
    }

    @Test
    void aFileKeepsItsNameInADirectory() throws IOException {
        Path file = Files.writeString(directory.resolve("a.mp4"), "a movie");
        assertEquals(
                ExitCode.OK,
                Ran.command("push", file.toString(), server.url("/movies/")).code());
        assertEquals("a movie", server.stored("/movies/a.mp4"));
    }

    @Test
    void aDirectoryIsSentOnceSegmentsBeforePlaylistsBeforeThoseThatNamePlaylists() throws IOException {
        Files.writeString(directory.resolve("a.m3u8"), "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nv0/b.m3u8\n");
        Files.createDirectory(directory.resolve("v0"));
        Files.writeString(directory.resolve("v0/b.m3u8"), "#EXTM3U\nz.ts\n");
        Files.writeString(directory.resolve("v0/z.ts"), "segment");
        Files.writeString(directory.resolve("v0/x.tmp"), "not yet");
        Ran ran = Ran.command("push", "--once", directory.toString(), server.url("/live"));
        assertEquals(ExitCode.OK, ran.code(), ran::errors);
        assertEquals(
                List.of("/live/v0/z.ts", "/live/v0/b.m3u8", "/live/a.m3u8"),
                server.requests().stream().map(Noted::path).toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 411, 413, 415})
    void whatIsRefusedForGoodIsSaidAndIsAFailure(int status) throws IOException {
        server.script(request -> new Reply.Early(status, "{\"detail\":\"because\"}"));
        Path file = Files.writeString(directory.resolve("a.ts"), "x");
        Ran ran = Ran.command("push", file.toString(), server.url("/a.ts"));
        assertEquals(ExitCode.FAILED, ran.code());
        assertTrue(ran.errors().contains("failed a.ts: the server answered " + status), ran::errors);
        assertTrue(ran.errors().contains("because"), ran::errors);
        assertEquals(1, server.requests().size());
    }

    @Test
    void whatMayPassIsTriedUntilItIsGivenUp() throws IOException {
        server.script(request -> new Reply.Early(503, ""));
        Path file = Files.writeString(directory.resolve("a.ts"), "x");
        Ran ran = Ran.command("push", "--give-up-after", "1s", file.toString(), server.url("/a.ts"));
        assertEquals(ExitCode.FAILED, ran.code());
        assertTrue(ran.errors().contains("given up after 1000 ms"), ran::errors);
        assertTrue(server.requests().size() > 1);
    }

    @Test
    void whereItIsToBeQuietOnlyFailuresAreSaid() throws IOException {
        Path file = Files.writeString(directory.resolve("a.ts"), "x");
        assertEquals(
                "",
                Ran.command("push", "--quiet", file.toString(), server.url("/a.ts"))
                        .errors());
        server.script(request -> new Reply.Early(403, ""));
        assertFalse(Ran.command("push", "--quiet", file.toString(), server.url("/a.ts"))
                .errors()
                .isEmpty());
    }

    @Test
    void aFileThatNobodyWritesIsFollowedToItsEnd() throws IOException {
        Path file = Files.writeString(directory.resolve("a.ts"), "all of it");
        Ran ran = Ran.command("push", "--follow", "--settle", "100ms", file.toString(), server.url("/a.ts"));
        assertEquals(ExitCode.OK, ran.code(), ran::errors);
        assertEquals("all of it", server.stored("/a.ts"));
    }

    @Test
    void whatCannotBeUnderstoodIsUsage() {
        assertEquals(ExitCode.USAGE, Ran.command("push").code());
        assertEquals(ExitCode.USAGE, Ran.command("push", "--nonsense", "a", "b").code());
        assertEquals(
                ExitCode.USAGE,
                Ran.command("push", "--settle", "soon", "a", "b").code());
    }

    @Test
    void whatIsNotThereIsSaidInOneLine() {
        Ran ran = Ran.command("push", directory.resolve("none").toString(), server.url("/a"));
        assertEquals(ExitCode.FAILED, ran.code());
        assertTrue(ran.errors().contains("none is not there"), ran::errors);
    }

    @Test
    void standardInputNeedsAName() {
        Ran ran = Ran.command("push", "-", server.url("/live/"));
        assertEquals(ExitCode.FAILED, ran.code());
        assertTrue(ran.errors().contains("give it a name"), ran::errors);
        assertTrue(Ran.command("push", "-", "--segment-bytes", "1M", server.url("/a.ts"))
                .errors()
                .contains("no number"));
    }
}
