package io.millrace.wire;

import static io.millrace.wire.TestConnection.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolDetectorTest {

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final String EMPTY_SETTINGS = "\0\0\0\4\0\0\0\0\0";
    private static final int FRAME_TYPE_OFFSET = 3;
    private static final int SETTINGS = 4;

    private final TestConnection connection = new TestConnection(exchange -> ok(exchange, ""));

    @AfterEach
    void close() {
        connection.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "POST", "PRI", "PROPFIND"})
    void aRequestIsAnsweredThatComesByteByByte(String method) {
        connection.sendByteByByte(method + " /a HTTP/1.1\r\nHost: h\r\n\r\n");
        assertEquals("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", connection.received());
    }

    @Test
    void aClientThatBeginsWithThePrefaceIsAnsweredInHttp2() {
        connection.send(PREFACE + EMPTY_SETTINGS);
        assertEquals(SETTINGS, connection.received().charAt(FRAME_TYPE_OFFSET));
    }

    @Test
    void thePrefaceMayComeByteByByte() {
        connection.sendByteByByte(PREFACE + EMPTY_SETTINGS);
        assertEquals(SETTINGS, connection.received().charAt(FRAME_TYPE_OFFSET));
    }

    @Test
    void nothingIsAnsweredBeforeTheProtocolIsKnown() {
        connection.send(PREFACE.substring(0, PREFACE.length() - 1));
        assertEquals("", connection.received());
    }

    @Test
    void aClientThatSaysNothingIsHungUpOn() {
        connection.wait(Duration.ofSeconds(11));
        assertTrue(connection.closed());
    }
}
