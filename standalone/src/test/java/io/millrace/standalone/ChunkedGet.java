package io.millrace.standalone;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A player's download over a bare socket, which sees the response as it is on the wire. */
public final class ChunkedGet implements AutoCloseable {

    private static final int TIMEOUT_MS = 60_000;

    private final Socket socket;
    private final InputStream in;
    private HttpHead head;

    private ChunkedGet(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Sends the request; the response is not waited for. */
    public static ChunkedGet send(URI uri, String... headers) throws IOException {
        return sendRaw(uri, "GET " + uri.getRawPath(), headers);
    }

    /**
     * Sends a request whose target is as no URI may be.
     *
     * @param line the method and the target
     */
    public static ChunkedGet sendRaw(URI uri, String line, String... headers) throws IOException {
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MS);
        ChunkedGet get = new ChunkedGet(socket);
        get.ask(uri, line, headers);
        return get;
    }

    /** Sends a further request on the same connection, where the whole answer to the last one was read. */
    public void next(URI uri, String... headers) throws IOException {
        head = null;
        ask(uri, "GET " + uri.getRawPath(), headers);
    }

    private void ask(URI uri, String line, String... headers) throws IOException {
        StringBuilder request = new StringBuilder(line + " HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** Whether the answer says that it is the connection's last. */
    public boolean isLast() throws IOException {
        return "close".equalsIgnoreCase(headers().get("connection"));
    }

    /** Whether some of the response has come. */
    public boolean answered() throws IOException {
        return head != null || in.available() > 0;
    }

    public int status() throws IOException {
        return head().status();
    }

    public Map<String, String> headers() throws IOException {
        return head().headers();
    }

    /** The next HTTP chunk, which may be the empty last one; fails where the connection ends first. */
    public byte[] chunk() throws IOException {
        head();
        int size = Integer.parseInt(HttpHead.line(in), 16);
        byte[] data = in.readNBytes(size);
        if (data.length < size) {
            throw new EOFException("the connection ended in a chunk");
        }
        HttpHead.line(in);
        return data;
    }

    public String text() throws IOException {
        return new String(chunk(), StandardCharsets.UTF_8);
    }

    /** The rest of a body, chunked or with a Content-Length; fails where it is cut off. */
    public byte[] body() throws IOException {
        String length = headers().get("content-length");
        if (length != null) {
            byte[] data = in.readNBytes(Integer.parseInt(length));
            if (data.length < Integer.parseInt(length)) {
                throw new EOFException("the connection ended short of the Content-Length");
            }
            return data;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
            all.writeBytes(chunk);
        }
        return all.toByteArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private HttpHead head() throws IOException {
        if (head == null) {
            head = HttpHead.read(in);
        }
        return head;
    }
}
