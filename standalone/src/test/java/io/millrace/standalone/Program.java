package io.millrace.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A program that a test runs as a person would, and what it wrote. Closing kills it and what it started. */
public final class Program implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final long POLL_MS = 20;

    private final Process process;
    private final Path output;
    private final Path errors;
    /** Programs that it started, and those that they started, as far as they were seen. */
    private final Set<ProcessHandle> children = ConcurrentHashMap.newKeySet();

    private Program(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    public static Program start(List<String> command) throws IOException {
        return start(new ProcessBuilder(command));
    }

    public static Program start(ProcessBuilder builder) throws IOException {
        Path output = Files.createTempFile("program-", ".out");
        Path errors = Files.createTempFile("program-", ".err");
        Process process = builder.redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        return new Program(process, output, errors);
    }

    public boolean running() {
        process.descendants().forEach(children::add);
        return process.isAlive();
    }

    /** Sends it a signal, such as INT, which is what Ctrl-C sends. */
    void signal(String name) throws IOException, InterruptedException {
        process.descendants().forEach(children::add);
        new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + process.pid())
                .start()
                .waitFor();
    }

    /** Waits for its end; its exit code. */
    public int exitCode() throws InterruptedException {
        return exitCode(LIMIT);
    }

    /** The same, of a program that may take longer than most. */
    public int exitCode(Duration limit) throws InterruptedException {
        long start = System.nanoTime();
        while (running()) {
            if (System.nanoTime() - start > limit.toNanos()) {
                throw new AssertionError("it has not ended: " + process.info().commandLine() + "\n" + this);
            }
            boolean _ = process.waitFor(POLL_MS, TimeUnit.MILLISECONDS);
        }
        return process.exitValue();
    }

    /** Programs that it started, or that they started, and that are still there. */
    List<ProcessHandle> leftBehind() {
        return children.stream().filter(ProcessHandle::isAlive).toList();
    }

    /** What it wrote to standard output until now. */
    public String output() {
        return read(output);
    }

    /** What it wrote to standard error until now. */
    public String errors() {
        return read(errors);
    }

    /** For messages of assertions. */
    @Override
    public String toString() {
        String state = process.isAlive() ? "running" : "ended with " + process.exitValue();
        return state + "\noutput:\n" + output() + "\nerrors:\n" + errors();
    }

    @Override
    public void close() {
        process.descendants().forEach(children::add);
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        output.toFile().delete();
        errors.toFile().delete();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
