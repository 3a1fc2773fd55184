package io.millrace.cli.push;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.cli.NotingServer;
import io.millrace.cli.NotingServer.Noted;
import io.millrace.cli.NotingServer.Reply;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is sent of a directory while somebody writes it. */
@EnabledOnOs(OS.LINUX)
class FollowerTest {

    @TempDir
    private Path temporary;

    private Path root;
    private NotingServer server;
    private Pushing pushing;

    @BeforeEach
    void start() throws Exception {
        root = Files.createDirectory(temporary.toRealPath().resolve("root"));
        server = new NotingServer();
        pushing = new Pushing();
    }

    @AfterEach
    void stop() throws Exception {
        pushing.close();
        server.close();
    }

    @Test
    void aFileIsSentWhileItIsWrittenAndEndsWhenItsWriterCloses() throws Exception {
        follow();
        try (OutputStream out = Files.newOutputStream(root.resolve("a.ts"))) {
            write(out, "one");
            await().until(() -> !server.requests("/d/a.ts").isEmpty()
                    && newest("/d/a.ts").text().equals("one"));
            write(out, "two");
            await().until(() -> newest("/d/a.ts").text().equals("onetwo"));
            assertFalse(newest("/d/a.ts").whole());
        }
        await().until(() -> newest("/d/a.ts").whole());
        assertEquals(List.of("one", "two"), newest("/d/a.ts").chunks());
        pushing.awaitIdle();
        assertEquals(1, server.requests().size());
    }

    @Test
    void aPlaylistWaitsForTheSegmentsThatWereWrittenBeforeIt() throws Exception {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        server.script(request -> request.path().endsWith(".ts") ? new Reply.AfterBody(201, gate) : Reply.stored());
        follow();
        Files.writeString(root.resolve("a.ts"), "segment");
        await().until(() ->
                !server.requests("/d/a.ts").isEmpty() && newest("/d/a.ts").whole());
        rename("main.m3u8", "#EXTM3U a.ts");
        Files.writeString(root.resolve("b.txt"), "no playlist");
        await().until(() -> server.stored("/d/b.txt").equals("no playlist"));
        assertEquals(List.of(), server.requests("/d/main.m3u8"));

        gate.complete(null);
        await().until(() -> server.stored("/d/main.m3u8").equals("#EXTM3U a.ts"));
    }

    @Test
    void aPlaylistDoesNotWaitForASegmentThatIsStillWritten() throws Exception {
        follow();
        try (OutputStream out = Files.newOutputStream(root.resolve("a.m4s"))) {
            write(out, "part");
            await().until(() -> !server.requests("/d/a.m4s").isEmpty());
            rename("main.mpd", "<MPD/>");
            await().until(() -> server.stored("/d/main.mpd").equals("<MPD/>"));
            assertFalse(newest("/d/a.m4s").whole());
        }
    }

    @Test
    void ofPlaylistsThatWaitOnlyTheNewestIsSent() throws Exception {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        server.script(request -> request.path().endsWith(".ts") ? new Reply.AfterBody(201, gate) : Reply.stored());
        follow();
        Files.writeString(root.resolve("a.ts"), "segment");
        for (int version = 1; version <= 3; version++) {
            rename("main.m3u8", "version " + version);
        }
        Files.writeString(root.resolve("b.txt"), "done");
        await().until(() -> server.stored("/d/b.txt").equals("done"));
        gate.complete(null);
        pushing.awaitIdle();
        assertEquals("version 3", server.stored("/d/main.m3u8"));
        assertEquals(1, server.requests("/d/main.m3u8").size());
    }

    @Test
    void aPlaylistThatIsRewrittenInPlaceIsNeverSentHalf() throws Exception {
        follow();
        Path playlist = root.resolve("main.m3u8");
        for (int version = 0; version < 50; version++) {
            try (OutputStream out = Files.newOutputStream(playlist)) {
                write(out, "begin " + version + " ");
                write(out, "end " + version);
            }
        }
        await().until(() -> server.stored("/d/main.m3u8").equals("begin 49 end 49"));
        for (Noted request : server.requests("/d/main.m3u8")) {
            assertTrue(request.text().matches("begin (\\d+) end \\1"), request::toString);
        }
    }

    @Test
    void whileAPlaylistIsRewrittenInPlaceNothingOfItIsSent() throws Exception {
        follow();
        Path playlist = Files.writeString(root.resolve("main.m3u8"), "old");
        await().until(() -> server.stored("/d/main.m3u8").equals("old"));
        try (OutputStream out = Files.newOutputStream(playlist)) {
            write(out, "half");
            Files.writeString(root.resolve("b.txt"), "behind it");
            await().until(() -> server.stored("/d/b.txt").equals("behind it"));
            assertEquals(1, server.requests("/d/main.m3u8").size());
            write(out, " whole");
        }
        await().until(() -> server.stored("/d/main.m3u8").equals("half whole"));
        assertEquals(2, server.requests("/d/main.m3u8").size());
    }

    @Test
    void aFileThatIsTruncatedWhileItIsSentIsBegunAgain() throws Exception {
        follow();
        try (RandomAccessFile file = new RandomAccessFile(root.resolve("a.ts").toFile(), "rw")) {
            file.write("a first version".getBytes(StandardCharsets.UTF_8));
            await().until(() -> !server.requests("/d/a.ts").isEmpty()
                    && newest("/d/a.ts").text().equals("a first version"));
            file.setLength(0);
            file.seek(0);
            file.write("second".getBytes(StandardCharsets.UTF_8));
        }
        await().until(() -> server.stored("/d/a.ts").equals("second"));
        assertFalse(server.requests("/d/a.ts").getFirst().whole());
    }

    @Test
    void aFileWhoseBeginningIsRewrittenAtItsEndIsBegunAgain() throws Exception {
        follow();
        try (RandomAccessFile file = new RandomAccessFile(root.resolve("a.mp4").toFile(), "rw")) {
            file.write("????data".getBytes(StandardCharsets.UTF_8));
            await().until(() -> !server.requests("/d/a.mp4").isEmpty()
                    && newest("/d/a.mp4").text().equals("????data"));
            file.seek(0);
            file.write("head".getBytes(StandardCharsets.UTF_8));
        }
        await().until(() -> server.stored("/d/a.mp4").equals("headdata"));
        assertEquals(
                List.of("headdata"),
                server.requests("/d/a.mp4").stream()
                        .filter(Noted::whole)
                        .map(Noted::text)
                        .toList());
    }

    @Test
    void aFileThatIsReplacedByARenameWhileItIsWrittenIsCutOffAndTheOtherIsSent() throws Exception {
        follow();
        try (OutputStream out = Files.newOutputStream(root.resolve("a.ts"))) {
            write(out, "unfinished");
            await().until(() -> !server.requests("/d/a.ts").isEmpty()
                    && newest("/d/a.ts").text().equals("unfinished"));
            rename("a.ts", "the other");
            await().until(() -> server.stored("/d/a.ts").equals("the other"));
            await().until(() -> server.requests("/d/a.ts").getFirst().cutOff());
        }
        pushing.awaitIdle();
        assertEquals(2, server.requests("/d/a.ts").size());
    }

    @Test
    void anUploadThatBreaksIsBegunAgainFromItsFirstByte() throws Exception {
        server.script(request -> server.requests(request.path()).size() == 1 ? new Reply.HangUp(4) : Reply.stored());
        follow();
        Files.writeString(root.resolve("a.ts"), "all of it");
        await().until(() -> server.stored("/d/a.ts").equals("all of it"));
        pushing.awaitIdle();
        assertEquals(0, pushing.reporter.failures());
    }

    @Test
    void whatIsRefusedForGoodIsNotTriedAgain() throws Exception {
        server.script(request -> request.path().endsWith("a.ts") ? new Reply.Early(403, "") : Reply.stored());
        follow();
        Files.writeString(root.resolve("a.ts"), "forbidden");
        rename("main.m3u8", "it goes on");
        await().until(() -> server.stored("/d/main.m3u8").equals("it goes on"));
        assertEquals(1, server.requests("/d/a.ts").size());
        assertEquals(1, pushing.reporter.failures());
    }

    @Test
    void whatIsDeletedIsDeletedAtTheServerBehindWhatWasWrittenBefore() throws Exception {
        follow();
        Path old = Files.writeString(root.resolve("a.ts"), "old");
        await().until(() -> server.stored("/d/a.ts").equals("old"));
        rename("main.m3u8", "without it");
        Files.delete(old);
        await().until(() -> newest("/d/a.ts").method().equals("DELETE"));
        List<String> order = server.requests().stream()
                .map(request -> request.method() + " " + request.path())
                .toList();
        assertEquals(List.of("PUT /d/a.ts", "PUT /d/main.m3u8", "DELETE /d/a.ts"), order);
    }

    @Test
    void nothingIsDeletedWhereObjectsAreKept() throws Exception {
        follow(true, true);
        Path old = Files.writeString(root.resolve("a.ts"), "old");
        await().until(() -> server.stored("/d/a.ts").equals("old"));
        Files.delete(old);
        Files.writeString(root.resolve("b.ts"), "next");
        await().until(() -> server.stored("/d/b.ts").equals("next"));
        assertTrue(
                server.requests().stream().noneMatch(request -> request.method().equals("DELETE")));
    }

    @Test
    void whatIsThereIsSentPlaylistsLastAndOnce() throws Exception {
        old("main.m3u8", "playlist");
        old("v0/a.ts", "segment");
        follow();
        await().until(() -> server.stored("/d/main.m3u8").equals("playlist"));
        await().until(() -> server.stored("/d/v0/a.ts").equals("segment"));
        pushing.awaitIdle();
        assertEquals(2, server.requests().size());
    }

    @Test
    void whatIsThereIsLeftAloneWhereItIsNotWanted() throws Exception {
        old("a.ts", "before");
        old("b.ts", "before too");
        follow(false, false);
        Files.writeString(root.resolve("b.ts"), "changed");
        await().until(() -> server.stored("/d/b.ts").equals("changed"));
        pushing.awaitIdle();
        assertEquals(List.of(), server.requests("/d/a.ts"));
    }

    @Test
    void aNewDirectoryIsFollowedToo() throws Exception {
        follow();
        Path below = Files.createDirectories(root.resolve("v1/video"));
        Files.writeString(below.resolve("a.ts"), "deep");
        await().until(() -> server.stored("/d/v1/video/a.ts").equals("deep"));
    }

    @Test
    void temporaryNamesLinksAndEmptyFilesAreNoObjects() throws Exception {
        Path outside = Files.writeString(temporary.resolve("secret"), "secret");
        follow();
        Files.writeString(root.resolve("a.ts.tmp"), "not yet");
        Files.createSymbolicLink(root.resolve("link.ts"), outside);
        Files.createFile(root.resolve("empty.ts"));
        Files.writeString(root.resolve("b.ts"), "this one");
        await().until(() -> server.stored("/d/b.ts").equals("this one"));
        pushing.awaitIdle();
        assertEquals(
                List.of("/d/b.ts"), server.requests().stream().map(Noted::path).toList());
    }

    @Test
    void thousandsOfFilesAllArrive() throws Exception {
        follow();
        int many = 3_000;
        for (int i = 0; i < many; i++) {
            Files.writeString(root.resolve("s" + i + ".ts"), "segment " + i);
        }
        rename("main.m3u8", "all of them");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> server.stored("/d/main.m3u8").equals("all of them"));
        long whole = server.requests().stream()
                .filter(request -> request.path().endsWith(".ts"))
                .filter(Noted::whole)
                .map(Noted::path)
                .distinct()
                .count();
        assertEquals(many, whole);
    }

    private void follow() throws Exception {
        follow(true, false);
    }

    private void follow(boolean existing, boolean keep) throws Exception {
        pushing.follow(
                root,
                FileNames.allBut(root, List.of("*.tmp")),
                new Follower.Rules(server.uri("/d/"), existing, keep, Duration.ofSeconds(2)));
    }

    private Noted newest(String path) {
        return server.requests(path).getLast();
    }

    private void rename(String name, String text) throws Exception {
        Path old = Files.writeString(root.resolve(name + ".tmp"), text);
        Files.move(old, root.resolve(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** A file that nobody has touched for long. */
    private void old(String name, String text) throws Exception {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
    }

    private static void write(OutputStream out, String text) throws Exception {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
