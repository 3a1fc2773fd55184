package io.millrace.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What two servers in a row could read differently is refused, and what follows it on the connection is not taken. */
class RefusedRequestsTest {

    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final List<String> HANDLED = new CopyOnWriteArrayList<>();
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer(exchange -> {
            HANDLED.add(exchange.path());
            exchange.receive(new NotedBody() {
                @Override
                public void end() {
                    TestServer.ok(exchange);
                }
            });
        });
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** {@code ;} stands for CR LF, {@code \n}, {@code \r}, {@code \0} and others for themselves. */
    private static String wire(String text) {
        return text.replace(";", "\r\n").translateEscapes();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "400 | PUT /a HTTP/1.1;Host: h;Content-Length: 5;Transfer-Encoding: chunked;;0;;",
                "400 | PUT /a HTTP/1.1;Host: h;Transfer-Encoding: chunked;Content-Length: 5;;0;;",
                "400 | PUT /a HTTP/1.1;Host: h;Content-Length: 5;Content-Length: 6;;hello",
                "400 | PUT /a HTTP/1.1;Host: h;Content-Length: 5;Content-Length: 5;;hello",
                "400 | PUT /a HTTP/1.0;Content-Length: 5;Content-Length: 6;;hello",
                "400 | PUT /a HTTP/1.0;Content-Length: 5,6;;hello",
                "400 | PUT /a HTTP/1.1;Host: h;Content-Length: +5;;hello",
                "400 | PUT /a HTTP/1.1;Host: h;Content-Length: 5,5;;hello",
                "400 | PUT /a HTTP/1.1;Host: h;Content-Length: -5;;hello",
                "400 | PUT /a HTTP/1.1;Host: h;Content-Length: 0x5;;hello",
                "400 | PUT /a HTTP/1.1;Host: h;Content-Length: 5 5;;hello",
                "400 | PUT /a HTTP/1.1;Host: h;Content-Length:;;hello",
                "400 | PUT /a HTTP/1.1;Host: h;Content-Length: 99999999999999999999;;hello",
                "501 | PUT /a HTTP/1.1;Host: h;Transfer-Encoding: chunked, chunked;;0;;",
                "501 | PUT /a HTTP/1.1;Host: h;Transfer-Encoding: chunked;Transfer-Encoding: chunked;;0;;",
                "501 | PUT /a HTTP/1.1;Host: h;Transfer-Encoding: gzip, chunked;;0;;",
                "501 | PUT /a HTTP/1.1;Host: h;Transfer-Encoding: xchunked;;0;;",
                "400 | PUT /a HTTP/1.1;Host: h;Transfer-Encoding: \\13chunked;;0;;",
                "400 | PUT /a HTTP/1.0;Transfer-Encoding: chunked;;0;;",
                "400 | GET /a HTTP/1.1;;",
                "400 | GET /a HTTP/1.1;Host: h;Host: h;;",
                "400 | GET /a HTTP/1.1;Host: h/x;;",
                "400 | GET /a HTTP/1.1;Host: h;X: a; b;;",
                "400 | GET /a HTTP/1.1;Host: h;X: a;\\tb;;",
                "400 | GET /a HTTP/1.1; Host: h;;",
                "400 | GET /a HTTP/1.1;Host : h;;",
                "400 | GET /a HTTP/1.1;Host: h;X\\0: y;;",
                "400 | GET /a HTTP/1.1;Host: h;X: a\\0b;;",
                "400 | GET /a HTTP/1.1;Host: h;X: a\\rb;;",
                "400 | GET /a HTTP/1.1;Host: h;no colon;;",
                "400 | GET /a HTTP/1.1;Host: h;: y;;",
                "400 | GET /a HTTP/1.1\\nHost: h\\n\\n",
                "400 | GET /a HTTP/1.1;Host: h\\nX: y;;",
                "400 | \\nGET /a HTTP/1.1;Host: h;;",
                "400 | \\0GET /a HTTP/1.1;Host: h;;",
                "400 | GET /a\\1b HTTP/1.1;Host: h;;",
                "400 | GET /a\\177b HTTP/1.1;Host: h;;",
                "400 | GET /a\\rb HTTP/1.1;Host: h;;",
                "400 | GET\\t/a\\tHTTP/1.1;Host: h;;",
                "400 | GET  /a HTTP/1.1;Host: h;;",
                "400 | GET /a b HTTP/1.1;Host: h;;",
                "400 | G(T /a HTTP/1.1;Host: h;;",
                "400 | GET a HTTP/1.1;Host: h;;",
                "400 | GET * HTTP/1.1;Host: h;;",
                "400 | GET /a;;",
                "400 | GET /a HTTP/x.y;Host: h;;",
                "400 | GET /a HTTP/1.11;Host: h;;",
                "400 | GET /a http/1.1;Host: h;;",
                "505 | GET /a HTTP/0.9;Host: h;;",
                "505 | GET /a HTTP/2.0;Host: h;;",
                "505 | GET /a HTTP/3.0;Host: h;;",
                "400 | nonsense;;"
            })
    void aHeadThatIsNotProperIsRefusedAndTheConnectionCloses(int status, String head) {
        assertEquals(status, refused(wire(head)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x5;hello;",
                "-1;hello;",
                "+5;hello;",
                "5 5;hello;",
                " 5;hello;",
                "100000005;hello;",
                "fffffffff;hello;",
                "80000000;hello;",
                ";hello;",
                "5\\nhello;",
                "5,name=value\\nhello;",
                "5\\r\\rhello;",
                "5;hello\\n",
                "5;helloX;",
                "5;hello0;;",
                "5\\0;hello;",
                "0;X: a; b;;",
                "0;no colon;;",
                "0;X: y\\n;"
            })
    void aBodyWhoseChunksAreNotProperIsRefusedAndTheConnectionCloses(String chunks) {
        assertEquals(
                400, refused("PUT /body HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + wire(chunks)));
    }

    @Test
    void aChunksExtensionThatIsTooLongIsRefused() {
        String line = "5;" + "x".repeat(2000) + "\r\n";
        assertEquals(400, refused("PUT /body HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + line));
    }

    @Test
    void trailersThatAreTooLongAreRefused() {
        String trailers = "0\r\nX: " + "x".repeat(20_000) + "\r\n\r\n";
        assertEquals(431, refused("PUT /body HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + trailers));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET http://other:80/a HTTP/1.1;Host: h;Connection: close;;",
                "GET http://other HTTP/1.1;Host: h;Connection: close;;",
                "OPTIONS * HTTP/1.1;Host: h;Connection: close;;",
                "GET /a HTTP/1.1;Host:;Connection: close;;",
                "GET /a HTTP/1.2;Host: h;Connection: close;;",
                "GET /a HTTP/1.0;;",
                ";;GET /a HTTP/1.1;Host: h;Connection: close;;",
                "PUT /a HTTP/1.1;Host: h;Connection: close;Transfer-Encoding: Chunked;;5 ;hello;0;A: b;;"
            })
    void whatIsUnusualButProperIsTaken(String request) {
        try (RawClient client = server.connect()) {
            String answer = client.send(wire(request)).receiveAll();
            assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
        }
    }

    /** The answer's status, where the connection is closed behind it and nothing more was taken. */
    private static int refused(String request) {
        try (RawClient client = server.connect()) {
            HANDLED.clear();
            String answer = client.send(request + SMUGGLED).receiveAll();
            assertTrue(answer.contains("connection: close\r\n"), answer);
            assertEquals(2, answer.split("HTTP/1.1 ", -1).length, answer);
            assertTrue(!HANDLED.contains("/smuggled"), answer);
            return Integer.parseInt(answer.substring(9, 12));
        }
    }
}
