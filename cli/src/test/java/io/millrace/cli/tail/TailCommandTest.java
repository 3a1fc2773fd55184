package io.millrace.cli.tail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.cli.ExitCode;
import io.millrace.cli.Ran;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is told of an object that is read, and how the command ends. */
class TailCommandTest {

    private static final String CHUNKED =
            "HTTP/1.1 200 OK\r\nContent-Type: video/mp2t\r\nServer-Timing: hold;dur=5\r\nTransfer-Encoding: chunked\r\n\r\n";

    /** Answers each path with bytes as they are, then closes; what it does not know is 404. */
    private record RawServer(ServerSocket listener, Map<String, String> answers) implements AutoCloseable {

        static RawServer with(Map<String, String> answers) throws IOException {
            RawServer server = new RawServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), answers);
            Thread.ofPlatform().daemon().start(server::serve);
            return server;
        }

        private void serve() {
            while (!listener.isClosed()) {
                try (Socket socket = listener.accept()) {
                    byte[] head = new byte[4096];
                    int read = socket.getInputStream().read(head);
                    String path = new String(head, 0, read, StandardCharsets.US_ASCII).split(" ", -1)[1];
                    String answer = answers.getOrDefault(path, "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n");
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                    socket.shutdownOutput();
                    boolean _ = socket.getInputStream().read() < 0;
                } catch (IOException e) {
                    // The next one.
                }
            }
        }

        String url(String path) {
            return "http://127.0.0.1:" + listener.getLocalPort() + path;
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    @Test
    void everyChunkIsToldAsItWasSentHoweverItArrives() throws Exception {
        try (RawServer server = RawServer.with(Map.of("/a.ts", CHUNKED + "3\r\none\r\n5\r\nthree\r\n0\r\n\r\n"))) {
            Ran ran = Ran.command("tail", "--output", "json", server.url("/a.ts"));
            assertEquals(ExitCode.OK, ran.code(), ran::errors);
            List<JsonObject> told = ran.output().lines().map(JsonObject::new).toList();
            assertEquals(
                    List.of("head", "chunk", "chunk", "end"),
                    told.stream().map(line -> line.getString("event")).toList());
            assertEquals(true, told.get(0).getBoolean("inProgress"));
            assertEquals("video/mp2t", told.get(0).getString("contentType"));
            assertEquals("hold;dur=5", told.get(0).getString("serverTiming"));
            assertEquals(3, told.get(1).getInteger("bytes"));
            assertEquals(5, told.get(2).getInteger("bytes"));
            assertEquals("complete", told.get(3).getString("ended"));
            assertEquals(8, told.get(3).getInteger("bytes"));
        }
    }

    @Test
    void anObjectThatIsCutOffIsAFailure() throws Exception {
        try (RawServer server = RawServer.with(Map.of("/a.ts", CHUNKED + "3\r\none\r\n"))) {
            Ran ran = Ran.command("tail", server.url("/a.ts"));
            assertEquals(ExitCode.FAILED, ran.code());
            assertTrue(
                    ran.output().contains("cut off: the connection was closed before the end; 1 chunks, 3 bytes"),
                    ran::output);
        }
    }

    @Test
    void soIsOneThatIsShorterThanItsLength() throws Exception {
        try (RawServer server = RawServer.with(Map.of("/a.ts", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort"))) {
            Ran ran = Ran.command("tail", server.url("/a.ts"));
            assertEquals(ExitCode.FAILED, ran.code(), ran::output);
            assertTrue(ran.output().contains("cut off"), ran::output);
        }
    }

    @Test
    void whatDoesNotComeIsAFailure() throws Exception {
        try (RawServer server = RawServer.with(Map.of())) {
            Ran ran = Ran.command("tail", "--wait", "300ms", server.url("/a.ts"));
            assertEquals(ExitCode.FAILED, ran.code());
            assertTrue(ran.output().contains("not there"), ran::output);
        }
    }

    @Test
    void numberedObjectsAreReadOneAfterTheOtherToTheLast() throws Exception {
        String whole = CHUNKED + "1\r\nx\r\n0\r\n\r\n";
        try (RawServer server = RawServer.with(Map.of("/s03.ts", whole, "/s04.ts", whole))) {
            Ran ran = Ran.command(
                    "tail", "--follow-next", "3", "--wait", "200ms", "--output", "json", server.url("/s%02d.ts"));
            assertEquals(ExitCode.OK, ran.code(), ran::output);
            assertEquals(
                    List.of("complete", "complete", "absent"),
                    ran.output()
                            .lines()
                            .map(JsonObject::new)
                            .filter(line -> line.getString("event").equals("end"))
                            .map(line -> line.getString("ended"))
                            .toList());
        }
    }

    @Test
    void anotherAnswerIsAFailureThatIsSaid() throws Exception {
        try (RawServer server = RawServer.with(Map.of("/a.ts", "HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n"))) {
            Ran ran = Ran.command("tail", server.url("/a.ts"));
            assertEquals(ExitCode.FAILED, ran.code());
            assertTrue(ran.output().contains("failed: the server answered 401"), ran::output);
        }
    }

    @Test
    void theTableHasARowAChunk() throws Exception {
        try (RawServer server = RawServer.with(Map.of("/a.ts", CHUNKED + "3\r\none\r\n0\r\n\r\n"))) {
            List<String> lines = Ran.command("tail", server.url("/a.ts"))
                    .output()
                    .lines()
                    .map(line -> line.replaceAll("\\d+\\.\\d", "T"))
                    .map(line -> line.replaceAll(" +", " "))
                    .toList();
            assertEquals(
                    List.of(
                            server.url("/a.ts").replaceAll("\\d+\\.\\d", "T")
                                    + " 200 video/mp2t in progress hold;dur=5",
                            " chunk at ms bytes gap ms latency ms",
                            " 0 T 3 T -",
                            server.url("/a.ts").replaceAll("\\d+\\.\\d", "T")
                                    + " complete; 1 chunks, 3 bytes in T ms, longest gap T ms"),
                    lines);
        }
    }
}
