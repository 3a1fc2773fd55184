package io.millrace.shaper.body;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client that sends exactly the bytes that it is told, and says what came back. */
final class RawClient implements AutoCloseable {

    static final String GET = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

    private static final int PATIENCE_MS = 20_000;

    private final Socket socket;
    private final InputStream in;
    private boolean reset;

    RawClient(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(PATIENCE_MS);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RawClient get() {
        return send(GET);
    }

    RawClient send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Everything until the server closes, also where it ends with a reset. */
    String receiveAll() {
        return receiveUntil("\0never\0");
    }

    /** The body that comes until the connection's end. */
    String receiveBody() {
        String all = receiveAll();
        int end = all.indexOf("\r\n\r\n");
        return end < 0 ? "" : all.substring(end + 4);
    }

    /** What comes until a text has come, or the end of the connection. */
    String receiveUntil(String end) {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                received.write(next);
                if (next == end.charAt(end.length() - 1) && text(received).endsWith(end)) {
                    break;
                }
            }
        } catch (SocketException e) {
            reset = true;
        } catch (IOException e) {
            throw new UncheckedIOException("nothing came behind: " + text(received), e);
        }
        return text(received);
    }

    /** So many bytes, which must come. */
    String receive(int bytes) {
        try {
            return new String(in.readNBytes(bytes), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the connection has ended with a reset. */
    boolean reset() {
        return reset;
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
