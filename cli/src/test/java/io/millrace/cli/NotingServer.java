package io.millrace.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** An HTTP/1.1 server that notes every chunk that it is sent, and answers as a test tells it. */
public final class NotingServer implements AutoCloseable {

    /** What becomes of a request, decided when its head has come. */
    public sealed interface Reply {

        /** An answer when the body has ended, and not before {@code gate} opens. */
        record AfterBody(int status, CompletableFuture<Void> gate) implements Reply {}

        /** An answer at once; what is sent of the body all the same is noted. */
        record Early(int status, String body) implements Reply {}

        /** The connection breaks when so many bytes of the body have come. */
        record HangUp(int afterBytes) implements Reply {}

        static Reply stored() {
            return new AfterBody(201, CompletableFuture.completedFuture(null));
        }
    }

    /** A request, as far as it has come. */
    public static final class Noted {

        private final String method;
        private final String path;
        private final Map<String, String> headers;
        private final int connection;
        private final List<byte[]> chunks = new CopyOnWriteArrayList<>();
        private volatile boolean whole;
        private volatile boolean answered;
        private volatile boolean cutOff;

        Noted(String method, String path, Map<String, String> headers, int connection) {
            this.method = method;
            this.path = path;
            this.headers = headers;
            this.connection = connection;
        }

        public String path() {
            return path;
        }

        public String method() {
            return method;
        }

        /** By its name in small letters; empty where there is none. */
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }

        /** Which connection it came over. */
        public int connection() {
            return connection;
        }

        public List<String> chunks() {
            return chunks.stream()
                    .map(chunk -> new String(chunk, StandardCharsets.UTF_8))
                    .toList();
        }

        public String text() {
            return String.join("", chunks());
        }

        public byte[] bytes() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            chunks.forEach(all::writeBytes);
            return all.toByteArray();
        }

        /** Whether its body has ended as it should. */
        public boolean whole() {
            return whole;
        }

        /** Whether its connection ended before its body did. */
        public boolean cutOff() {
            return cutOff;
        }

        public boolean answered() {
            return answered;
        }

        @Override
        public String toString() {
            return method + " " + path + (whole ? " whole " : " ") + text();
        }
    }

    private final ServerSocket listener;
    private final List<Noted> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Function<Noted, Reply> script;

    public NotingServer(Function<Noted, Reply> script) throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.script = script;
        Thread.ofPlatform().daemon().name("noting-server").start(this::accept);
    }

    /** Takes all. */
    public NotingServer() throws IOException {
        this(request -> Reply.stored());
    }

    /** What is answered from now on. */
    public void script(Function<Noted, Reply> next) {
        this.script = next;
    }

    public String url(String path) {
        return "http://127.0.0.1:" + listener.getLocalPort() + path;
    }

    public URI uri(String path) {
        return URI.create(url(path));
    }

    /** In the order in which they came. */
    public List<Noted> requests() {
        return requests;
    }

    /** Those for one path. */
    public List<Noted> requests(String path) {
        return requests.stream().filter(request -> request.path().equals(path)).toList();
    }

    /** The newest for a path whose body is whole. */
    public String stored(String path) {
        return requests(path).stream()
                .filter(Noted::whole)
                .reduce((first, second) -> second)
                .map(Noted::text)
                .orElse("");
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                int number = connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket, number));
            }
        } catch (IOException e) {
            return; // it is closed
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (request(socket, in, number)) {
                // The next one.
            }
        } catch (IOException e) {
            return; // its client sees it
        }
    }

    private boolean request(Socket socket, InputStream in, int number) throws IOException {
        String first = line(in);
        if (first.isEmpty()) {
            return false;
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        String[] words = first.split(" ", -1);
        Noted noted = new Noted(words[0], words[1], headers, number);
        requests.add(noted);
        return answer(socket, in, noted, script.apply(noted));
    }

    private boolean answer(Socket socket, InputStream in, Noted noted, Reply reply) throws IOException {
        switch (reply) {
            case Reply.Early early -> {
                send(socket, noted, early.status(), early.body());
                body(in, noted, Integer.MAX_VALUE);
                return false;
            }
            case Reply.HangUp hangUp -> {
                body(in, noted, hangUp.afterBytes());
                return false;
            }
            case Reply.AfterBody after -> {
                body(in, noted, Integer.MAX_VALUE);
                after.gate().join();
                send(socket, noted, after.status(), "");
                return true;
            }
        }
    }

    private static void body(InputStream in, Noted noted, int most) throws IOException {
        if (!noted.header("transfer-encoding").equals("chunked")) {
            noted.whole = true;
            return;
        }
        int taken = 0;
        try {
            while (true) {
                int size = Integer.parseInt(line(in), 16);
                byte[] chunk = in.readNBytes(size);
                if (chunk.length < size) {
                    throw new EOFException("in a chunk");
                }
                if (!line(in).isEmpty()) {
                    throw new IOException("a chunk is longer than it says");
                }
                if (size == 0) {
                    noted.whole = true;
                    return;
                }
                noted.chunks.add(chunk);
                taken += size;
                if (taken >= most) {
                    return;
                }
            }
        } catch (IOException | NumberFormatException e) {
            noted.cutOff = true;
            throw new EOFException("the body was cut off");
        }
    }

    private static void send(Socket socket, Noted noted, int status, String body) throws IOException {
        String head = "HTTP/1.1 " + status + " X\r\nContent-Length: " + body.length() + "\r\n\r\n";
        noted.answered = true;
        socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return "";
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : new ArrayList<>(sockets)) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
