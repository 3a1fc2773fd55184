package io.millrace.wire;

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

    private static final int PATIENCE_MS = 20_000;

    private final Socket socket;
    private final InputStream in;

    RawClient(int port) {
        this(InetAddress.getLoopbackAddress(), port);
    }

    RawClient(InetAddress host, int port) {
        this(open(host, port));
    }

    RawClient(Socket socket) {
        this.socket = socket;
        try {
            this.in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Socket open(InetAddress host, int port) {
        try {
            Socket socket = new Socket(host, port);
            socket.setSoTimeout(PATIENCE_MS);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RawClient send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Sends, and says whether the server still had an ear for it. */
    boolean takes(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Closes this side of the connection, and reads on. */
    RawClient endSending() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Everything until the server closes, also where it ends with a reset. */
    String receiveAll() {
        return receiveUntil("\0never\0");
    }

    /** What comes until the text has come, or the end of the connection. */
    String receiveUntil(String end) {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try {
            int next = in.read();
            while (next >= 0) {
                received.write(next);
                if (next == end.charAt(end.length() - 1) && text(received).endsWith(end)) {
                    return text(received);
                }
                next = in.read();
            }
        } catch (SocketException e) {
            return text(received);
        } catch (IOException e) {
            throw new UncheckedIOException("nothing came behind: " + text(received), e);
        }
        return text(received);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    /** The next byte, or -1. */
    int receiveByte() {
        try {
            return in.read();
        } catch (SocketException e) {
            return -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
