package io.millrace.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * An origin whose every object is longer than anyone reads. It comes as fast as it is taken, or as a live one does at 5
 * Mbit/s where its path begins with {@link #LIVE}: a thousand that fill all buffers would be the origin's measure.
 */
final class EndlessOrigin implements AutoCloseable {

    static final String LIVE = "live";

    private static final int BACKLOG = 4096;
    private static final int LIVE_CHUNK_BYTES = 62_500;
    private static final Duration LIVE_INTERVAL = Duration.ofMillis(100);
    private static final byte[] BLOCK = new byte[64 * 1024];
    private static final byte[] HEAD = ("HTTP/1.1 200 OK\r\nContent-Type: video/iso.segment\r\nContent-Length: "
                    + (1L << 50) + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);

    private final ServerSocket listener;

    EndlessOrigin() throws IOException {
        listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("origin").start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException _) {
            // It is closed.
        }
    }

    private static void serve(Socket client) {
        try (client) {
            BufferedReader request =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            String asked = request.readLine();
            boolean live = asked != null && asked.startsWith("GET /" + LIVE);
            for (String line = asked; line != null && !line.isEmpty(); line = request.readLine()) {
                // Nothing else of it matters.
            }
            OutputStream out = client.getOutputStream();
            out.write(HEAD);
            while (true) {
                out.write(BLOCK, 0, live ? LIVE_CHUNK_BYTES : BLOCK.length);
                if (live) {
                    Thread.sleep(LIVE_INTERVAL);
                }
            }
        } catch (InterruptedException | IOException _) {
            // The client has had enough.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
