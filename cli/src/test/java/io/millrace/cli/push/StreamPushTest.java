package io.millrace.cli.push;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.cli.NotingServer;
import io.millrace.cli.NotingServer.Noted;
import io.millrace.cli.NotingServer.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Standard input as objects. */
@SuppressWarnings("try") // a stream ends before its answer comes
class StreamPushTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final AtomicLong clock = new AtomicLong();
    private NotingServer server;
    private Pushing pushing;

    @BeforeEach
    void start() throws IOException {
        server = new NotingServer();
        pushing = new Pushing();
    }

    @AfterEach
    void stop() throws Exception {
        pushing.close();
        server.close();
    }

    @Test
    void aStreamIsOneObjectWhoseChunksGoOutAsTheyCome() throws Exception {
        try (PipedOutputStream out = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(out)) {
            CompletableFuture<Boolean> pushed = run(in, "/live.ts");
            write(out, "one");
            await().until(() -> !server.requests("/live.ts").isEmpty()
                    && server.requests("/live.ts").getFirst().text().equals("one"));
            write(out, "two");
            await().until(() -> server.requests("/live.ts").getFirst().text().equals("onetwo"));
            out.close();
            assertTrue(pushed.get(60, TimeUnit.SECONDS));
        }
        assertTrue(server.requests("/live.ts").getFirst().whole());
    }

    @Test
    void itIsCutIntoObjectsOfSoManyBytes() throws Exception {
        assertTrue(run(stream("abcdefgh"), "/s%03d.ts", "--segment-bytes", "3").get(60, TimeUnit.SECONDS));
        assertEquals(
                List.of("/s001.ts abc", "/s002.ts def", "/s003.ts gh"),
                server.requests().stream()
                        .map(request -> request.path() + " " + request.text())
                        .toList());
    }

    @Test
    void whereTheLastObjectIsFullNoEmptyOneFollows() throws Exception {
        assertTrue(run(stream("abcdef"), "/s%d.ts", "--segment-bytes", "3", "--start-number", "7")
                .get(60, TimeUnit.SECONDS));
        assertEquals(
                List.of("/s7.ts", "/s8.ts"),
                server.requests().stream().map(Noted::path).toList());
    }

    @Test
    void itIsCutIntoObjectsOfSoMuchTime() throws Exception {
        try (PipedOutputStream out = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(out)) {
            CompletableFuture<Boolean> pushed = run(in, "/s%d.ts", "--segment-seconds", "2");
            write(out, "a");
            await().until(() -> server.requests().size() == 1
                    && server.requests().getFirst().text().equals("a"));
            clock.addAndGet(2 * SECOND);
            // What comes when the time is over is the last of the object.
            write(out, "b");
            await().until(() -> server.stored("/s1.ts").equals("ab"));
            write(out, "c");
            out.close();
            assertTrue(pushed.get(60, TimeUnit.SECONDS));
        }
        assertEquals("c", server.stored("/s2.ts"));
    }

    @Test
    void anObjectThatIsShortIsBegunAgainWhenItsUploadBreaks() throws Exception {
        server.script(request -> server.requests().size() == 1 ? new Reply.HangUp(3) : Reply.stored());
        try (PipedOutputStream out = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(out)) {
            CompletableFuture<Boolean> pushed = run(in, "/a.ts");
            write(out, "one");
            // It may have been begun again already.
            await().until(() -> !server.requests().isEmpty()
                    && server.requests().getFirst().text().equals("one"));
            write(out, "two");
            out.close();
            assertTrue(pushed.get(60, TimeUnit.SECONDS));
        }
        assertEquals("onetwo", server.stored("/a.ts"));
        assertFalse(server.requests().getFirst().whole());
    }

    @Test
    void aLongerOneStaysCutOffAndWhatFollowsIsANewOne() throws Exception {
        server.script(request -> server.requests().size() == 1 ? new Reply.HangUp(3) : Reply.stored());
        try (PipedOutputStream out = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(out)) {
            CompletableFuture<Boolean> pushed = run(in, "/a.ts", "--replay-buffer", "2");
            write(out, "one");
            // The next may have begun already.
            await().until(() -> !server.requests().isEmpty()
                    && server.requests().getFirst().text().equals("one"));
            await().until(() -> {
                write(out, "+");
                return server.requests().size() > 1;
            });
            out.close();
            assertTrue(pushed.get(60, TimeUnit.SECONDS));
        }
        assertTrue(server.stored("/a.ts").matches("\\++"), () -> server.stored("/a.ts"));
        assertFalse(server.requests().getFirst().whole());
        assertTrue(pushing.said.toString().contains("cut off /a.ts"), pushing.said::toString);
    }

    @Test
    void whatIsRefusedForGoodEndsThePush() throws Exception {
        server.script(request -> new Reply.Early(413, "{\"detail\":\"too large\"}"));
        assertFalse(run(stream("x".repeat(1 << 20)), "/a.ts").get(60, TimeUnit.SECONDS));
        assertTrue(pushing.said.toString().contains("413: too large"), pushing.said::toString);
    }

    private CompletableFuture<Boolean> run(InputStream in, String path, String... options) {
        StreamOptions parsed = new StreamOptions();
        new CommandLine(parsed).parseArgs(options);
        StreamPush push = new StreamPush(server.url(path), parsed, pushing.sender, pushing.retries, clock::get);
        return CompletableFuture.supplyAsync(() -> {
            try {
                return push.run(in);
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(PipedOutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
