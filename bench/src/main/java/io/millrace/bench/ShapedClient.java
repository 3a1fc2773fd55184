package io.millrace.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** A client of one shaped session: asks for an object and notes when which of its bytes come. */
final class ShapedClient {

    private static final int READ_BYTES = 32 * 1024;
    private static final int HEAD_END = 4;

    private final InetSocketAddress shaper;
    private final String path;

    /**
     * @param object the path of what is read, without its first slash
     * @param rules of the session that is made for it, as a query: {@code bandwidth=2000000}
     */
    ShapedClient(InetSocketAddress shaper, String object, String rules) throws IOException {
        this.shaper = shaper;
        try (Socket socket = connect("/shape/new/" + object + "?" + rules)) {
            String head = head(socket.getInputStream());
            String location = head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("location:"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no session was made: " + head));
            String url = location.substring(location.indexOf(':') + 1).strip();
            this.path = url.startsWith("http") ? url.substring(url.indexOf('/', "https://".length())) : url;
        }
    }

    /**
     * Reads for a time, from the first byte of the body on.
     *
     * @param pause between two reads; what comes meanwhile is told with the next
     */
    Seen read(Duration time, Duration pause) throws IOException, InterruptedException {
        Seen seen = new Seen(System.nanoTime());
        byte[] buffer = new byte[READ_BYTES];
        try (Socket socket = connect(path)) {
            InputStream in = socket.getInputStream();
            String head = head(in);
            if (!head.startsWith("HTTP/1.1 200")) {
                throw new IOException("not an object: " + head);
            }
            seen.begins(System.nanoTime());
            long end = seen.beganNanos() + time.toNanos();
            while (System.nanoTime() < end) {
                int bytes = in.read(buffer);
                if (bytes < 0) {
                    throw new EOFException("the object ended after " + seen.bytes() + " bytes");
                }
                seen.add(System.nanoTime(), bytes);
                if (pause.isPositive()) {
                    Thread.sleep(pause);
                }
            }
        }
        return seen;
    }

    private Socket connect(String target) throws IOException {
        Socket socket = new Socket();
        socket.connect(shaper);
        socket.setSoTimeout((int) Duration.ofMinutes(2).toMillis());
        socket.getOutputStream()
                .write(("GET " + target + " HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    /** Byte by byte: what follows is the body's. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < HEAD_END || head.indexOf("\r\n\r\n", head.length() - HEAD_END) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the head ended after: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
