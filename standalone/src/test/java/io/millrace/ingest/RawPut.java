package io.millrace.ingest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A PUT of one byte whose request target and headers are sent as they are written. */
final class RawPut {

    private static final int TIMEOUT_MS = 60_000;

    private RawPut() {}

    /** The whole answer. */
    static String answer(int port, String target, String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MS);
            StringBuilder request = new StringBuilder("PUT " + target + " HTTP/1.1\r\nHost: ingest\r\n");
            for (String header : headers) {
                request.append(header).append("\r\n");
            }
            request.append("Connection: close\r\nContent-Length: 1\r\n\r\nx");
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static int status(int port, String target, String... headers) throws IOException {
        return Integer.parseInt(answer(port, target, headers).split(" ", -1)[1]);
    }
}
