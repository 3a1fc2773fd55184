package io.millrace.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.epoll.Epoll;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendFileTest {

    private static final int BYTES = 1_000_000;
    private static final String GET = "GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

    @TempDir
    private Path directory;

    private final AtomicInteger told = new AtomicInteger();
    private String content;
    private FileChannel file;
    private TestServer server;

    @BeforeEach
    void write() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < BYTES; i++) {
            text.append(i).append(' ');
        }
        content = text.substring(0, BYTES);
        file = FileChannel.open(Files.writeString(directory.resolve("file"), content, StandardCharsets.US_ASCII));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        file.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NIO", "epoll", "TLS"})
    void aPartOfAFileIsSentBetweenOtherBytes(String way) throws IOException {
        start(way, exchange -> {
            exchange.begin(HttpResponseStatus.OK, length(2 * (BYTES - 20) + 6));
            exchange.send(TestConnection.text("<<"));
            exchange.sendFile(file, 10, BYTES - 20, told::incrementAndGet);
            exchange.send(TestConnection.text("||"));
            exchange.sendFile(file, 10, BYTES - 20, told::incrementAndGet);
            exchange.send(TestConnection.text(">>"));
            exchange.end();
        });
        String part = content.substring(10, BYTES - 10);
        assertEquals("<<" + part + "||" + part + ">>", ask(way).split("\r\n\r\n", 2)[1]);
        TestServer.await(() -> told.get() == 2);
        assertTrue(file.isOpen());
    }

    @ParameterizedTest
    @ValueSource(strings = {"NIO", "TLS"})
    void aFileIsFramedWhereTheResponseIs(String way) throws IOException {
        start(way, exchange -> {
            exchange.begin(HttpResponseStatus.OK, new DefaultHttpHeaders());
            exchange.send(TestConnection.text("<"));
            exchange.sendFile(file, 0, 5, told::incrementAndGet);
            exchange.send(TestConnection.text(">"));
            exchange.end();
        });
        String framed = ask(way).split("\r\n\r\n", 2)[1];
        assertEquals("1\r\n<\r\n5\r\n" + content.substring(0, 5) + "\r\n1\r\n>\r\n0\r\n\r\n", framed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NIO", "epoll", "TLS"})
    void aFileThatIsTooShortCutsTheResponseOff(String way) throws IOException {
        start(way, exchange -> {
            exchange.begin(HttpResponseStatus.OK, length(BYTES + 10));
            exchange.sendFile(file, 0, BYTES + 10, told::incrementAndGet);
            exchange.end();
        });
        assertTrue(ask(way).split("\r\n\r\n", 2)[1].length() < BYTES + 10);
        TestServer.await(() -> told.get() == 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NIO", "epoll", "TLS"})
    void theOwnerIsToldWhereTheClientGoesAwayInTheMiddle(String way) throws IOException {
        start(way, exchange -> {
            exchange.begin(HttpResponseStatus.OK, length(100L * BYTES));
            for (int i = 0; i < 100; i++) {
                exchange.sendFile(file, 0, BYTES, told::incrementAndGet);
            }
            exchange.end();
        });
        try (RawClient client = connect(way)) {
            client.send(GET).receiveUntil("\r\n\r\n");
        }
        TestServer.await(() -> told.get() == 100);
    }

    @Test
    void theAnswerToHeadHasNoFile() throws IOException {
        start("NIO", exchange -> {
            exchange.begin(HttpResponseStatus.OK, length(BYTES));
            exchange.sendFile(file, 0, BYTES, told::incrementAndGet);
            exchange.end();
        });
        try (RawClient client = connect("NIO")) {
            String answer = client.send(GET.replace("GET", "HEAD")).receiveAll();
            assertTrue(answer.endsWith("\r\n\r\n"), answer);
        }
        assertEquals(1, told.get());
    }

    private void start(String way, ExchangeHandler handler) throws IOException {
        switch (way) {
            case "epoll" -> {
                Assumptions.assumeTrue(Epoll.isAvailable());
                server = TestServer.onEpoll(handler);
            }
            case "TLS" -> server = TestServer.withTls(directory, handler);
            default -> server = new TestServer(handler);
        }
    }

    private String ask(String way) throws IOException {
        try (RawClient client = connect(way)) {
            return client.send(GET).receiveAll();
        }
    }

    private RawClient connect(String way) throws IOException {
        return way.equals("TLS") ? server.connectTls() : server.connect();
    }

    private static HttpHeaders length(long bytes) {
        return new DefaultHttpHeaders().set(HttpHeaderNames.CONTENT_LENGTH, bytes);
    }
}
