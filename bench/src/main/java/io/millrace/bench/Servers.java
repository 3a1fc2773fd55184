package io.millrace.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * All programs that the bench has started, and the directory for what they write. Closing ends them and removes it, also
 * when another thread is about to start one; may be called from any thread.
 */
final class Servers implements AutoCloseable {

    private final Path work;
    private final List<Server> started = new ArrayList<>();
    private volatile boolean closed;

    /** @param work is removed in the end */
    Servers(Path work) {
        this.work = work;
    }

    Path work() {
        return work;
    }

    /** @throws InterruptedException once the end has begun: what is measured then means nothing */
    void requireOpen() throws InterruptedException {
        if (closed) {
            throw new InterruptedException("the bench is ending");
        }
    }

    /** @param environment beside that of the bench, of which nothing that is meant for Millrace is handed on */
    synchronized Server start(String name, List<String> command, Map<String, String> environment) throws IOException {
        if (closed) {
            throw new IOException(name + " is not started: the bench is ending");
        }
        started.removeIf(server -> !server.isAlive());
        Server server = Server.start(command, environment, Files.createTempFile(work, name + '-', ".log"));
        started.add(server);
        return server;
    }

    @Override
    public synchronized void close() {
        closed = true;
        started.forEach(Server::terminate);
        started.forEach(Server::close);
        started.clear();
        if (!Files.exists(work)) {
            return;
        }
        try (Stream<Path> files = Files.walk(work)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                boolean _ = file.toFile().delete();
            });
        } catch (IOException | UncheckedIOException e) {
            System.err.println("bench: " + work + " could not be removed: " + e.getMessage());
        }
    }
}
