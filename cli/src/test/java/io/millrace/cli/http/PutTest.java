package io.millrace.cli.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.cli.NotingServer;
import io.millrace.cli.NotingServer.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** One upload on the wire. */
class PutTest {

    private NotingServer server;
    private Publisher publisher;

    @BeforeEach
    void start() throws IOException {
        server = new NotingServer();
        publisher = new Publisher(options(), 4, false);
    }

    @AfterEach
    void stop() {
        publisher.close();
        server.close();
    }

    static ConnectionOptions options(String... words) {
        ConnectionOptions options = new ConnectionOptions();
        new CommandLine(options).parseArgs(words);
        return options;
    }

    @Test
    void everyWriteIsAChunkAndGoesOutAtOnce() throws Exception {
        try (Put put = publisher.put(server.uri("/a"))) {
            write(put, "one");
            await().until(() -> server.requests("/a").size() == 1
                    && server.requests("/a").getFirst().text().equals("one"));
            write(put, "two");
            assertTrue(put.end().done());
        }
        assertEquals(List.of("one", "two"), server.requests("/a").getFirst().chunks());
        assertTrue(server.requests("/a").getFirst().whole());
    }

    @Test
    void anAnswerIsSeenBeforeTheBodyHasEnded() throws Exception {
        server.script(request -> new Reply.Early(401, "{\"detail\":\"who are you?\"}"));
        try (Put put = publisher.put(server.uri("/a"))) {
            AnsweredEarlyException early = assertThrows(AnsweredEarlyException.class, () -> {
                while (true) {
                    write(put, "on and on");
                }
            });
            assertEquals(new Answer(401, "who are you?", Duration.ZERO), early.answer());
            assertTrue(early.answer().isFinal());
        }
    }

    @Test
    void whoeverIsRefusedEarlyTakesNoConnectionFromOthers() throws Exception {
        server.script(request -> new Reply.Early(401, ""));
        for (int i = 0; i < 10; i++) {
            try (Put put = publisher.put(server.uri("/" + i))) {
                assertThrows(AnsweredEarlyException.class, () -> {
                    while (true) {
                        write(put, "on and on");
                    }
                });
            }
        }
        server.script(request -> Reply.stored());
        assertTrue(publisher.delete(server.uri("/a")).done());
    }

    @Test
    void whatIsClosedBeforeItsEndIsSeenAsCutOff() throws Exception {
        try (Put put = publisher.put(server.uri("/a"))) {
            write(put, "some");
            await().until(() -> server.requests("/a").size() == 1);
        }
        await().until(() -> server.requests("/a").getFirst().cutOff());
        assertFalse(server.requests("/a").getFirst().whole());
    }

    @Test
    void uploadsThatFollowEachOtherShareAConnection() throws Exception {
        try (Publisher one = new Publisher(options(), 1, false)) {
            for (String path : List.of("/a", "/b", "/c")) {
                try (Put put = one.put(server.uri(path))) {
                    write(put, path);
                    assertTrue(put.end().done());
                }
            }
            assertTrue(one.delete(server.uri("/a")).done());
        }
        assertEquals(
                List.of(1, 1, 1, 1),
                server.requests().stream().map(NotingServer.Noted::connection).toList());
    }

    @Test
    void aServerThatIsNotThereIsAFault() {
        server.close();
        assertThrows(IOException.class, () -> publisher.put(server.uri("/a")));
    }

    @Test
    void credentialsGoWithEveryRequest() throws Exception {
        try (Publisher known = new Publisher(options("--user", "me:secret"), 1, false)) {
            assertTrue(known.delete(server.uri("/a")).done());
        }
        assertEquals("Basic bWU6c2VjcmV0", server.requests("/a").getFirst().header("authorization"));
    }

    private static void write(Put put, String text) throws IOException, InterruptedException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        put.write(bytes, bytes.length);
    }
}
