package io.millrace.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Requests that were damaged at random: each ends in an answer or a close, gives its buffers back and leaves no error in
 * the log. Runs for a second; with {@code -Dmillrace.fuzz.seconds=600} longer, with {@code -Dmillrace.fuzz.seed=} the
 * same again.
 */
class RequestFuzzTest {

    private static final long SECONDS = Long.getLong("millrace.fuzz.seconds", 1);
    private static final long SEED = Long.getLong("millrace.fuzz.seed", System.nanoTime());
    private static final int LEAST_CASES = 2000;

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final List<String> HTTP1 = List.of(
            "GET /a/b.mpd?x=1 HTTP/1.1\r\nHost: h\r\nAccept: */*\r\nX-Forwarded-For: 192.0.2.1, 10.0.0.1\r\n\r\n",
            "PUT /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1;a=b\r\n!\r\n0\r\nT: u\r\n\r\n",
            "PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello",
            "POST /a HTTP/1.0\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\nhelloGET /b HTTP/1.0\r\n\r\n",
            "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\nHEAD http://h/a HTTP/1.1\r\nHost: h\r\n\r\n");
    private static final List<String> HTTP2 = List.of(
            PREFACE + frame(4, 0, 0, "") + frame(1, 5, 1, headers("GET", "/a")),
            PREFACE
                    + frame(4, 0, 0, "\0\4\0\0\1\0")
                    + frame(1, 4, 1, headers("PUT", "/a"))
                    + frame(0, 0, 1, "hello")
                    + frame(0, 1, 1, "!"),
            PREFACE
                    + frame(4, 0, 0, "")
                    + frame(1, 0, 1, headers("GET", "/a").substring(0, 3))
                    + frame(9, 4, 1, headers("GET", "/a").substring(3))
                    + frame(8, 0, 1, "\0\0\1\0"),
            PREFACE
                    + frame(4, 0, 0, "")
                    + frame(1, 5, 1, headers("GET", "/a"))
                    + frame(3, 0, 1, "\0\0\0\u0008")
                    + frame(6, 0, 0, "12345678")
                    + frame(1, 5, 3, headers("GET", "/b")));
    private static final List<String> PIECES = List.of(
            "\r\n",
            "\n",
            "\r",
            "\0",
            " ",
            "\t",
            ":",
            ";",
            ",",
            "0",
            "-1",
            "ffffffff",
            "chunked",
            "Content-Length: 7\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Host: x\r\n",
            "HTTP/1.1",
            "\u00ff\u00ff\u00ff\u00ff",
            "\0\0\u0010\1\5");

    private final Random random = new Random(SEED);
    private final List<String> errors = new ArrayList<>();
    private final Handler errorsHandler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel().intValue() >= Level.SEVERE.intValue()) {
                errors.add(entry.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(errorsHandler);
        System.out.println("millrace.fuzz.seed=" + SEED);
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger("").removeHandler(errorsHandler);
    }

    @Test
    void damagedRequestsOfHttp1AreAnsweredOrHungUpOn() {
        fuzz(HTTP1);
    }

    @Test
    void damagedRequestsOfHttp2AreAnsweredOrHungUpOn() {
        fuzz(HTTP2);
    }

    private void fuzz(List<String> valid) {
        long deadline = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        for (int cases = 0; cases < LEAST_CASES || System.nanoTime() < deadline; cases++) {
            String bytes = damaged(valid.get(random.nextInt(valid.size())));
            try {
                check(bytes);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + SEED + ", case " + cases + ": " + escaped(bytes), e);
            }
            assertEquals(List.of(), errors, "seed " + SEED + ", case " + cases);
        }
    }

    /** Nothing may be left open when every time limit has passed. */
    private void check(String bytes) {
        List<ByteBuf> reads = new ArrayList<>();
        try (TestConnection connection = new TestConnection(
                RequestFuzzTest::echo,
                "trusted-proxies",
                "127.0.0.1",
                "idle-timeout",
                "PT2S",
                "keep-alive",
                "PT2S",
                "header-timeout",
                "PT2S",
                "send-timeout",
                "PT2S")) {
            int at = 0;
            while (at < bytes.length() && !connection.closed()) {
                int end = Math.min(bytes.length(), at + 1 + random.nextInt(bytes.length()));
                ByteBuf read = Unpooled.buffer();
                read.writeCharSequence(bytes.substring(at, end), StandardCharsets.ISO_8859_1);
                reads.add(read);
                connection.send(read);
                at = end;
            }
            connection.received();
            connection.wait(Duration.ofSeconds(12));
            connection.received();
            assertTrue(connection.closed(), "it hangs");
        }
        for (ByteBuf read : reads) {
            assertEquals(0, read.refCnt(), "a buffer is lost");
        }
    }

    /** A service that takes bodies, and answers at their end. */
    private static void echo(Exchange exchange) {
        exchange.receive(new NotedBody() {
            @Override
            public void end() {
                TestServer.ok(exchange);
            }
        });
    }

    private String damaged(String valid) {
        StringBuilder text = new StringBuilder(valid);
        int from = valid.startsWith(PREFACE) && random.nextInt(10) > 0 ? PREFACE.length() : 0;
        for (int damages = 1 + random.nextInt(4); damages > 0 && text.length() > from; damages--) {
            int at = from + random.nextInt(text.length() - from);
            switch (random.nextInt(6)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(256));
                case 1 -> text.deleteCharAt(at);
                case 2 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 3 -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(20))));
                case 4 -> text.setLength(Math.max(1, at));
                default -> text.setCharAt(at, (char) (text.charAt(at) ^ (1 << random.nextInt(8))));
            }
        }
        return text.toString();
    }

    private static String escaped(String bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bytes.length(); i++) {
            char character = bytes.charAt(i);
            text.append(character < ' ' || character > '~' ? "\\x%02x".formatted((int) character) : character);
        }
        return text.toString();
    }

    private static String frame(int type, int flags, int stream, String payload) {
        return "" + (char) 0 + (char) (payload.length() >> 8) + (char) (payload.length() & 0xff) + (char) type
                + (char) flags + "\0\0\0" + (char) stream + payload;
    }

    /** Literal header fields without indexing (RFC 7541, section 6.2.2). */
    private static String headers(String method, String path) {
        return field(":method", method) + field(":scheme", "http") + field(":path", path) + field(":authority", "h");
    }

    private static String field(String name, String value) {
        return "\0" + (char) name.length() + name + (char) value.length() + value;
    }
}
