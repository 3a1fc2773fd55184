package io.millrace.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A program that {@link Servers} has started, with its output in a file. Closing ends it and all that it has started. */
final class Server implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final long POLL_MS = 5;
    private static final long STOP_SECONDS = 15;

    /** Below the range of outgoing ports: an attempt to connect to a port from that range may connect to itself. */
    private static final int FIRST_PORT = 19_000;

    private static final int END_PORT = 28_000;

    private final Process process;
    private final Path log;
    private final long startNanos = System.nanoTime();

    private Server(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static Server start(List<String> command, Map<String, String> environment, Path log) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MILLRACE_"));
        builder.environment().putAll(environment);
        return new Server(builder.start(), log);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    String output() throws IOException {
        return Files.readString(log);
    }

    /** Returns when a port takes connections; how long that took since the start. */
    Duration awaitListening(int port) throws IOException, InterruptedException {
        while (!listens(port)) {
            pause("nothing listens on port " + port);
        }
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    /** Returns when it has written a text; how long that took since the start. */
    Duration awaitOutput(String text) throws IOException, InterruptedException {
        while (!output().contains(text)) {
            pause("it has not said \"" + text + '"');
        }
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    /** What it has written when it has ended by itself; nothing if it does not within the limit. */
    String awaitEnd(Duration limit) throws IOException, InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException(this + ": it has not ended after " + limit.toSeconds() + " s:\n" + output());
        }
        return output();
    }

    int exitCode() {
        return process.exitValue();
    }

    /** A port that was free a moment ago. */
    static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, END_PORT);
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(loopback(port));
                return port;
            } catch (IOException _) {
                // The next one, then.
            }
        }
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(loopback(port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private void pause(String failure) throws IOException, InterruptedException {
        boolean late = System.nanoTime() - startNanos > START_LIMIT.toNanos();
        if (late || process.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
            throw new IOException(this + ": "
                    + (late ? failure + " after " + START_LIMIT.toSeconds() + " s" : "it has ended") + ":\n"
                    + output());
        }
    }

    /** Asks it to end, and does not wait. */
    void terminate() {
        process.destroy();
    }

    @Override
    public void close() {
        List<ProcessHandle> children = descendants();
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public String toString() {
        return process.info().commandLine().orElse(log.toString());
    }
}
