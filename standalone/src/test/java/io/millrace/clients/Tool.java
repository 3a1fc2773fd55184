package io.millrace.clients;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that is run as a person would run it, with what it says kept in files. Closing kills it. */
final class Tool implements AutoCloseable {

    private static final long LIMIT_SECONDS = 60;

    private final Process process;
    private final Path output;
    private final Path errors;

    private Tool(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    /** Starts it; what it shall read is given at once. */
    static Tool start(byte[] input, List<String> command) throws IOException {
        Path output = Files.createTempFile("tool-", ".out");
        Path errors = Files.createTempFile("tool-", ".err");
        Path read = Files.createTempFile("tool-", ".in");
        Files.write(read, input);
        Process process = new ProcessBuilder(command)
                .redirectInput(read.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        Files.delete(read);
        return new Tool(process, output, errors);
    }

    /** Runs it to its end. */
    static Said run(byte[] input, List<String> command) throws IOException, InterruptedException {
        try (Tool tool = start(input, command)) {
            return tool.end();
        }
    }

    /**
     * What a program said.
     *
     * @param code its exit code
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Said(int code, byte[] output, String errors) {

        String text() {
            return new String(output, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return "ended with " + code + "\noutput:\n" + text() + "\nerrors:\n" + errors;
        }
    }

    boolean running() {
        return process.isAlive();
    }

    /** Waits for its end. */
    Said end() throws IOException, InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError(
                    "it has not ended: " + process.info().commandLine() + "\n" + Files.readString(errors));
        }
        return new Said(process.exitValue(), Files.readAllBytes(output), Files.readString(errors));
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(output);
        Files.deleteIfExists(errors);
    }
}
