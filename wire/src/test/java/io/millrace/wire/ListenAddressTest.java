package io.millrace.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {

    @TempDir
    private Path directory;

    private static final String GET = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

    @ParameterizedTest
    @ValueSource(strings = {"*", "localhost", "127.0.0.1", "127.0.0.1,127.0.0.2"})
    void aListenerIsReachedAtTheLoopbackOfIpv4(String host) throws IOException {
        try (TestServer server = new TestServer(TestServer::ok, "host", host)) {
            answers(AddressRange.address("127.0.0.1"), server.listener.port());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "localhost", "::1", "[::1]"})
    void aListenerIsReachedAtTheLoopbackOfIpv6WhereThereIsOne(String host) throws IOException {
        Assumptions.assumeTrue(ipv6());
        try (TestServer server = new TestServer(TestServer::ok, "host", host)) {
            answers(AddressRange.address("::1"), server.listener.port());
        }
    }

    @Test
    void aFreePortIsTheSameAtAllAddresses() throws IOException {
        try (TestServer server = new TestServer(TestServer::ok, "host", "127.0.0.1,127.0.0.2")) {
            answers(AddressRange.address("127.0.0.2"), server.listener.port());
        }
    }

    @Test
    void aPortThatIsTakenIsToldInOneLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, AddressRange.address("127.0.0.1"))) {
            String port = Integer.toString(taken.getLocalPort());
            String message = assertThrows(
                            ListenFailedException.class, () -> new TestServer(TestServer::ok, "port", port))
                    .getMessage();
            assertTrue(message.startsWith("the test port 127.0.0.1:" + port + " can't be used ("), message);
            assertTrue(message.endsWith("): stop what uses it, or set MILLRACE_TEST_PORT"), message);
        }
    }

    @Test
    void aHostWithoutAnAddressIsToldInOneLine() {
        assertEquals(
                "MILLRACE_TEST_HOST is no.such.host.invalid, which has no address",
                assertThrows(
                                ListenFailedException.class,
                                () -> new TestServer(TestServer::ok, "host", "no.such.host.invalid"))
                        .getMessage());
    }

    @Test
    void aListenerWithoutAnyPortIsRefused() {
        assertEquals(
                "MILLRACE_TEST_PLAIN is false: there is nothing to listen on without MILLRACE_TEST_TLS_PORT",
                assertThrows(InvalidListenerException.class, () -> new TestServer(TestServer::ok, "plain", "false"))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "localhost", "127.0.0.1"})
    void itsUrlWorksOnThisMachine(String host) {
        try (TestServer server = new TestServer(TestServer::ok, "host", host)) {
            assertEquals("http://127.0.0.1:" + server.listener.port(), server.listener.url());
        }
    }

    @Test
    void itsUrlIsThatOfTlsWhereThereIsNothingElse() throws IOException {
        try (TestServer server = TestServer.withTls(directory, TestServer::ok, "plain", "false")) {
            assertEquals("https://127.0.0.1:" + server.listener.tlsPort(), server.listener.url());
        }
    }

    private static void answers(InetAddress address, int port) {
        try (RawClient client = new RawClient(address, port)) {
            assertTrue(client.send(GET).receiveUntil("\r\n\r\nok").startsWith("HTTP/1.1 200 OK\r\n"));
        }
    }

    private static boolean ipv6() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(AddressRange.address("::1"), 0));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
