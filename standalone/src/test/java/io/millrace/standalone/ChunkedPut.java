package io.millrace.standalone;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** An encoder's upload over a bare socket, so that a test hands over one chunk at a time and can hang up. */
public final class ChunkedPut implements AutoCloseable {

    private static final int TIMEOUT_MS = 60_000;

    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;

    private ChunkedPut(Socket socket) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Sends the head of the request, with further headers. */
    public static ChunkedPut open(URI uri, String... headers) throws IOException {
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MS);
        ChunkedPut put = new ChunkedPut(socket);
        put.next(uri, headers);
        return put;
    }

    /** Sends the head of a further request on the same connection. */
    public void next(URI uri, String... headers) throws IOException {
        StringBuilder head = new StringBuilder("PUT " + uri.getRawPath() + " HTTP/1.1\r\nHost: " + uri.getAuthority()
                + "\r\nTransfer-Encoding: chunked\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        write(head + "\r\n");
    }

    public ChunkedPut chunk(byte[] data) throws IOException {
        byte[] size = (Integer.toHexString(data.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] framed = new byte[size.length + data.length + 2];
        System.arraycopy(size, 0, framed, 0, size.length);
        System.arraycopy(data, 0, framed, size.length, data.length);
        framed[framed.length - 2] = '\r';
        framed[framed.length - 1] = '\n';
        out.write(framed);
        out.flush();
        return this;
    }

    public ChunkedPut chunk(String text) throws IOException {
        return chunk(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends raw bytes, for what no proper client sends. */
    public void write(String raw) throws IOException {
        out.write(raw.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** Ends the body and reads the answer; its status. */
    public int end() throws IOException {
        write("0\r\n\r\n");
        return answer();
    }

    /** Reads an answer that has no body; its status. */
    public int answer() throws IOException {
        return head().status();
    }

    /** The same; all of its head. */
    HttpHead head() throws IOException {
        return HttpHead.read(in);
    }

    /** Closes the connection, in the middle of an upload perhaps. */
    public void hangUp() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
