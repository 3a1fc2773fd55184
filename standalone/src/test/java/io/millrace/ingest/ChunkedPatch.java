package io.millrace.ingest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** An upload of a range over a bare socket, so that a test hands over one chunk at a time and can hang up. */
final class ChunkedPatch implements AutoCloseable {

    private static final int TIMEOUT_MS = 60_000;

    private final Socket socket;
    private final OutputStream out;
    private final BufferedReader in;

    private ChunkedPatch(Socket socket) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    /**
     * Sends the head of the request.
     *
     * @param range the value of its Range header
     */
    static ChunkedPatch open(URI uri, String range) throws IOException {
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MS);
        ChunkedPatch patch = new ChunkedPatch(socket);
        patch.write("PUT " + uri.getRawPath() + " HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\nRange: " + range
                + "\r\nTransfer-Encoding: chunked\r\n\r\n");
        return patch;
    }

    ChunkedPatch chunk(String text) throws IOException {
        write(Integer.toHexString(text.length()) + "\r\n" + text + "\r\n");
        return this;
    }

    /** Ends the body and reads the answer; its status. */
    int end() throws IOException {
        write("0\r\n\r\n");
        return Integer.parseInt(in.readLine().split(" ", -1)[1]);
    }

    private void write(String raw) throws IOException {
        out.write(raw.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
