package io.millrace.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.epoll.Epoll;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client may close its side of the connection behind its last request, and read on. */
class HalfClosedTest {

    private static final String GET = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final int LARGE_BYTES = 8_000_000;

    @TempDir
    private Path directory;

    private TestServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NIO", "epoll", "TLS"})
    void theAnswerIsWholeHoweverLateAndLargeItIs(String way) throws IOException {
        start(
                way,
                exchange -> later(
                        exchange,
                        () -> exchange.respond(
                                HttpResponseStatus.OK,
                                TestConnection.noHeaders(),
                                TestConnection.text("a".repeat(LARGE_BYTES)))));
        try (RawClient client = connect(way)) {
            String answer = client.send(GET).endSending().receiveAll();
            assertEquals(LARGE_BYTES, answer.split("\r\n\r\n", 2)[1].length());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NIO", "epoll", "TLS"})
    void aStreamGoesOn(String way) throws IOException {
        start(way, exchange -> {
            exchange.begin(HttpResponseStatus.OK, TestConnection.noHeaders());
            exchange.send(TestConnection.text("before"));
            exchange.flush();
            later(exchange, () -> {
                exchange.send(TestConnection.text("behind"));
                exchange.end();
            });
        });
        try (RawClient client = connect(way)) {
            String answer = client.send(GET).endSending().receiveAll();
            assertTrue(answer.endsWith("6\r\nbefore\r\n6\r\nbehind\r\n0\r\n\r\n"), answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NIO", "epoll", "TLS"})
    void everyPipelinedRequestIsAnswered(String way) throws IOException {
        start(way, exchange -> later(exchange, () -> TestConnection.ok(exchange, "<" + exchange.path() + ">")));
        try (RawClient client = connect(way)) {
            String answers = client.send(GET + GET.replace("/a", "/b") + GET.replace("/a", "/c"))
                    .endSending()
                    .receiveAll();
            assertTrue(answers.indexOf("</a>") < answers.indexOf("</b>"), answers);
            assertTrue(answers.endsWith("</c>"), answers);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NIO", "epoll", "TLS"})
    void halfABodyIsBroken(String way) throws IOException {
        NotedBody body = new NotedBody();
        start(way, exchange -> exchange.receive(body));
        try (RawClient client = connect(way)) {
            client.send("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nhalf")
                    .endSending();
            assertEquals("", client.receiveAll());
        }
        assertEquals("<broken: the connection was closed>", body.heard.getLast());
    }

    /** The kernel would throw away what it still has to send, where a connection closes with something unread. */
    @ParameterizedTest
    @ValueSource(strings = {"NIO", "epoll", "TLS"})
    void theLastAnswerIsWholeThoughMoreWasAskedFor(String way) throws IOException {
        start(way, exchange -> later(exchange, () -> TestConnection.ok(exchange, "a".repeat(LARGE_BYTES))));
        try (RawClient client = connect(way)) {
            String answer = client.send(GET.replace("Host", "Connection: close\r\nHost") + GET.repeat(1_000))
                    .receiveAll();
            assertEquals(LARGE_BYTES, answer.split("\r\n\r\n", 2)[1].length());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NIO", "epoll", "TLS"})
    void theConnectionClosesBehindTheLastAnswer(String way) throws IOException {
        start(way, TestServer::ok);
        try (RawClient client = connect(way)) {
            client.send(GET).receiveUntil("\r\n\r\nok");
            client.endSending();
            TestServer.await(() -> server.connections() == 0);
        }
    }

    @Test
    void aClientThatHasGoneAltogetherIsNoticedWhenItIsSentSomething() {
        CompletableFuture<Exchange> begun = new CompletableFuture<>();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        server = new TestServer(exchange -> {
            exchange.onClosed(() -> closed.complete(null));
            exchange.begin(HttpResponseStatus.OK, TestConnection.noHeaders());
            exchange.flush();
            begun.complete(exchange);
        });
        try (RawClient client = server.connect()) {
            client.send(GET).receiveUntil("\r\n\r\n");
        }
        Exchange exchange = begun.join();
        TestServer.await(() -> {
            exchange.eventLoop().execute(() -> {
                exchange.send(TestConnection.text("more"));
                exchange.flush();
            });
            return closed.isDone();
        });
    }

    private static void later(Exchange exchange, Runnable action) {
        exchange.eventLoop().schedule(action, 100, TimeUnit.MILLISECONDS);
    }

    private void start(String way, ExchangeHandler handler) throws IOException {
        Assumptions.assumeTrue(!way.equals("epoll") || Epoll.isAvailable());
        server = switch (way) {
            case "epoll" -> TestServer.onEpoll(handler);
            case "TLS" -> TestServer.withTls(directory, handler);
            default -> new TestServer(handler);
        };
    }

    private RawClient connect(String way) throws IOException {
        return way.equals("TLS") ? server.connectTls() : server.connect();
    }
}
