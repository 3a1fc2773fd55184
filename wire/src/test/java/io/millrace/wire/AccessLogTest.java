package io.millrace.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessLogTest {

    private static final Logger LOG = Logger.getLogger("io.millrace.access");

    private final List<JsonObject> lines = new CopyOnWriteArrayList<>();
    private final Handler noting = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            lines.add(new JsonObject(entry.getMessage()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOG.addHandler(noting);
    }

    @AfterEach
    void stopListening() {
        LOG.removeHandler(noting);
    }

    @Test
    void anExchangeIsLoggedAtItsEnd() {
        try (TestConnection connection = new TestConnection(AccessLogTest::answerAtTheEnd, "access-log", "PUT,GET")) {
            connection.send("PUT /a?b=c HTTP/1.1\r\nHost: h\r\nUser-Agent: me\r\nContent-Length: 5\r\n\r\nhello");
        }
        JsonObject line = lines.getFirst();
        assertTrue(line.remove("time").toString().endsWith("Z"));
        assertTrue((Integer) line.remove("ms") >= 0);
        assertEquals(
                new JsonObject()
                        .put("service", "test")
                        .put("client", "127.0.0.1")
                        .put("method", "PUT")
                        .put("path", "/a")
                        .put("query", "b=c")
                        .put("status", 200)
                        .put("sent", 2)
                        .put("received", 5)
                        .put("user", "somebody")
                        .put("http", "1.1")
                        .put("tls", false)
                        .put("agent", "me")
                        .put("cut", false),
                line);
        assertEquals(1, lines.size());
    }

    @Test
    void anExchangeThatIsCutOffSaysSo() {
        try (TestConnection connection = new TestConnection(exchange -> {}, "access-log", "*")) {
            connection.send("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhe");
        }
        assertEquals(true, lines.getFirst().getBoolean("cut"));
        assertEquals(0, lines.getFirst().getInteger("status"));
    }

    @Test
    void anAnswerToHeadIsLoggedWithoutBytes() {
        try (TestConnection connection = new TestConnection(AccessLogTest::answerAtTheEnd, "access-log", "*")) {
            connection.send("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n");
        }
        assertEquals(0, lines.getFirst().getInteger("sent"));
    }

    @Test
    void anAddressOfIpv6IsLoggedInItsShortForm() {
        try (TestConnection connection =
                new TestConnection(AccessLogTest::answerAtTheEnd, "access-log", "*", "trusted-proxies", "127.0.0.1")) {
            connection.send("GET /a HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 2001:db8:0:0:0:0:0:1\r\n\r\n");
        }
        assertEquals("2001:db8::1", lines.getFirst().getString("client"));
    }

    @Test
    void aKeyInThePathOrTheQueryIsNotLogged() {
        try (TestConnection connection = new TestConnection(
                exchange -> {
                    exchange.hide("Stream");
                    answerAtTheEnd(exchange);
                },
                "access-log",
                "*")) {
            connection.send("GET /mrk_cam_SECRET/live/a?file=b&key=SECRET&stream=SECRET HTTP/1.1\r\nHost: h\r\n\r\n");
        }
        assertEquals("/mrk_cam_***/live/a", lines.getFirst().getString("path"));
        assertEquals("file=b&key=***&stream=***", lines.getFirst().getString("query"));
    }

    @Test
    void onlyTheMethodsOfTheSettingAreLogged() {
        try (TestConnection connection = new TestConnection(AccessLogTest::answerAtTheEnd, "access-log", "PUT")) {
            connection.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
        }
        assertEquals(List.of(), lines);
    }

    @Test
    void nothingIsLoggedWithoutTheSetting() {
        try (TestConnection connection = new TestConnection(AccessLogTest::answerAtTheEnd)) {
            connection.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
        }
        assertEquals(List.of(), lines);
    }

    private static void answerAtTheEnd(Exchange exchange) {
        exchange.user("somebody");
        exchange.receive(new NotedBody() {
            @Override
            public void end() {
                exchange.respond(HttpResponseStatus.OK, new DefaultHttpHeaders(), TestConnection.text("ok"));
            }
        });
    }
}
