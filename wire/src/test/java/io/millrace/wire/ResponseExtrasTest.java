package io.millrace.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ResponseExtrasTest {

    @Test
    void everyAnswerHasTheHeadersOfTheSetting() {
        String answer = answer("headers", "X-A: b\\, c,X-D: e");
        assertTrue(answer.contains("X-A: b, c\r\n"), answer);
        assertTrue(answer.contains("X-D: e\r\n"), answer);
    }

    @Test
    void theClockIsToldInMillisecondsWhereThatIsAskedFor() {
        assertTrue(answer("server-utc", "true").matches("(?s).*\r\nServer-UTC: \\d{13}\r\n.*"));
        assertFalse(answer().contains("Server-UTC"));
    }

    @Test
    void aConnectionThatStaysTellsForHowLong() {
        assertTrue(answer("keep-alive", "PT7S").contains("\r\nKeep-Alive: timeout=7\r\n"));
    }

    @Test
    void aConnectionThatClosesDoesNot() {
        try (TestServer server = new TestServer(TestServer::ok);
                RawClient client = server.connect()) {
            String answer = client.send("GET /a HTTP/1.0\r\n\r\n").receiveAll();
            assertFalse(answer.contains("Keep-Alive"), answer);
        }
    }

    @Test
    void aRefusalHasTheHeadersToo() {
        try (TestServer server = new TestServer(TestServer::ok, "headers", "X-A: b");
                RawClient client = server.connect()) {
            String answer = client.send("nonsense\r\n\r\n").receiveAll();
            assertTrue(answer.contains("X-A: b\r\n"), answer);
        }
    }

    @Test
    void aSettingThatIsNoHeaderStopsTheStart() {
        assertEquals(
                "MILLRACE_TEST_HEADERS is nonsense: \"nonsense\" is not like Name: value",
                assertThrows(
                                InvalidListenerException.class,
                                () -> new TestServer(TestServer::ok, "headers", "nonsense"))
                        .getMessage());
    }

    private static String answer(String... settings) {
        try (TestServer server = new TestServer(TestServer::ok, settings);
                RawClient client = server.connect()) {
            return client.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").receiveUntil("ok");
        }
    }
}
