package io.millrace.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.conformance.Request.Body;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.regex.Pattern;

/** HTTP/1.1 on a socket, read with no leniency: a line without CR, or a chunk that is not followed by CRLF, fails. */
final class Http1Call implements Call {

    private static final Pattern REQUEST_LINE = Pattern.compile("([A-Z]+) \\S+ HTTP/1\\.[01]");

    /** How an answer's body is delimited. */
    private enum Framing {
        NO_ANSWER,
        CHUNKED,
        SIZED,
        UNTIL_CLOSE,
        ENDED
    }

    private final Socket socket;
    private final InputStream in;
    private final String host;
    private final Queue<String> methods = new ArrayDeque<>();
    private Framing framing = Framing.NO_ANSWER;
    private long left;
    private boolean chunkedRequest;

    Http1Call(Socket socket, String host) throws IOException {
        this.socket = socket;
        this.host = host;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(LIMIT_MS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    @Override
    public void send(Request request) throws IOException {
        StringBuilder head = new StringBuilder(request.method() + " " + request.target() + " HTTP/1.1\r\n");
        if (!request.has("Host")) {
            head.append("Host: ").append(host).append("\r\n");
        }
        request.headers()
                .forEach(header -> head.append(header.name())
                        .append(": ")
                        .append(header.value())
                        .append("\r\n"));
        chunkedRequest = false;
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        switch (request.body()) {
            case Body.None _ -> {}
            case Body.Sized(String text) -> {
                byte[] bytes = text.getBytes(UTF_8);
                if (!request.has("Content-Length")) {
                    head.append("Content-Length: ").append(bytes.length).append("\r\n");
                }
                body.writeBytes(bytes);
            }
            case Body.Chunked(List<String> texts) -> {
                head.append("Transfer-Encoding: chunked\r\n");
                texts.forEach(text -> body.writeBytes(framed(text.getBytes(UTF_8))));
                body.writeBytes("0\r\n\r\n".getBytes(US_ASCII));
            }
            case Body.StaysOpen _ -> {
                chunkedRequest = !request.has("Content-Length");
                if (chunkedRequest) {
                    head.append("Transfer-Encoding: chunked\r\n");
                }
            }
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.append("\r\n").toString().getBytes(UTF_8));
        all.writeBytes(body.toByteArray());
        methods.add(request.method());
        write(all.toByteArray());
    }

    @Override
    public void raw(byte[] bytes) throws IOException {
        REQUEST_LINE.matcher(new String(bytes, ISO_8859_1)).results().forEach(line -> methods.add(line.group(1)));
        write(bytes);
    }

    @Override
    public void data(byte[] bytes) throws IOException {
        write(chunkedRequest ? framed(bytes) : bytes);
    }

    @Override
    public void end() throws IOException {
        if (chunkedRequest) {
            write("0\r\n\r\n".getBytes(US_ASCII));
        }
    }

    @Override
    public void hangUp() throws IOException {
        socket.close();
    }

    @Override
    public Heard next() throws IOException {
        try {
            return switch (framing) {
                case NO_ANSWER, ENDED -> head();
                case CHUNKED -> chunk();
                case SIZED -> sized();
                case UNTIL_CLOSE -> {
                    byte[] some = in.readNBytes(1);
                    yield some.length == 0 ? ended() : new Heard.Data(some);
                }
            };
        } catch (SocketException e) {
            return new Heard.CutOff("the connection was reset");
        }
    }

    @Override
    public void awaitClose() throws IOException {
        int more;
        try {
            more = in.read();
        } catch (SocketException e) {
            more = -1;
        }
        if (more >= 0) {
            throw new AssertionError("the connection is not closed, but goes on with: " + (char) more + line());
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private Heard head() throws IOException {
        String statusLine = line();
        if (statusLine == null) {
            return new Heard.CutOff("the connection was closed");
        }
        if (!statusLine.matches("HTTP/1\\.1 [1-5][0-9][0-9] .*")) {
            throw new AssertionError("not a status line of HTTP/1.1: " + statusLine);
        }
        int status = Integer.parseInt(statusLine.substring(9, 12));
        List<Heard.Header> headers = new ArrayList<>();
        for (String line = line(); line == null || !line.isEmpty(); line = line()) {
            if (line == null) {
                return new Heard.CutOff("the connection was closed in a head");
            }
            int colon = line.indexOf(':');
            if (colon < 1 || line.charAt(0) == ' ' || line.charAt(0) == '\t') {
                throw new AssertionError("not a header: " + line);
            }
            headers.add(new Heard.Header(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        Heard.Head head = new Heard.Head(status, headers, statusLine + "\n" + Heard.lines(headers));
        if (!head.interim()) {
            frame(head, methods.isEmpty() ? "GET" : methods.remove());
        }
        return head;
    }

    /** RFC 9112, section 6.3. */
    private void frame(Heard.Head head, String method) {
        String length = head.header("Content-Length");
        String coding = head.header("Transfer-Encoding");
        if (length != null && coding != null) {
            throw new AssertionError("both Content-Length and Transfer-Encoding:\n" + head);
        }
        if (method.equals("HEAD") || head.status() == 204 || head.status() == 304) {
            framing = Framing.SIZED;
            left = 0;
        } else if (coding != null) {
            if (!coding.toLowerCase(Locale.ROOT).equals("chunked")) {
                throw new AssertionError("not chunked:\n" + head);
            }
            framing = Framing.CHUNKED;
        } else if (length != null) {
            framing = Framing.SIZED;
            left = Long.parseLong(length);
        } else {
            framing = Framing.UNTIL_CLOSE;
        }
    }

    private Heard chunk() throws IOException {
        String size = line();
        if (size == null) {
            return new Heard.CutOff("the connection was closed before the last chunk");
        }
        int length = Integer.parseInt(size, 16);
        if (length == 0) {
            if (!"".equals(line())) {
                throw new AssertionError("the last chunk is not followed by an empty line");
            }
            return ended();
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            return new Heard.CutOff("the connection was closed in a chunk");
        }
        if (!"".equals(line())) {
            throw new AssertionError("a chunk is longer than it says");
        }
        return new Heard.Data(bytes);
    }

    private Heard sized() throws IOException {
        if (left == 0) {
            return ended();
        }
        byte[] bytes = new byte[(int) Math.min(left, 1 << 16)];
        int read = in.read(bytes);
        if (read < 0) {
            return new Heard.CutOff("the connection was closed " + left + " bytes short of the Content-Length");
        }
        left -= read;
        return new Heard.Data(java.util.Arrays.copyOf(bytes, read));
    }

    private Heard ended() {
        framing = Framing.ENDED;
        return new Heard.End();
    }

    /** A line without its CRLF; null where the connection ends. */
    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\r'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            if (c == '\n') {
                throw new AssertionError("a line ends without CR: " + line.toString(ISO_8859_1));
            }
            line.write(c);
        }
        if (in.read() != '\n') {
            throw new AssertionError("a CR without LF after: " + line.toString(ISO_8859_1));
        }
        return line.toString(ISO_8859_1);
    }

    /** A service may have answered and closed already: what it said is still there to be read. */
    private void write(byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (SocketException e) {
            if (socket.isClosed()) {
                throw e;
            }
        }
    }

    private static byte[] framed(byte[] bytes) {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(US_ASCII));
        chunk.writeBytes(bytes);
        chunk.writeBytes("\r\n".getBytes(US_ASCII));
        return chunk.toByteArray();
    }
}
