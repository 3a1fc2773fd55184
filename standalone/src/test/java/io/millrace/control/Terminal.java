package io.millrace.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.cli.Environment;
import io.millrace.cli.MillraceCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import picocli.CommandLine;

/** Somebody who types commands of {@code millrace} for one control plane. Each runs in this JVM to its end. */
final class Terminal {

    private final String control;
    private final Path directory;

    /**
     * Where the commands are typed.
     *
     * @param control the control plane's URI
     * @param directory for the files that commands read
     */
    Terminal(String control, Path directory) {
        this.control = control;
        this.directory = directory;
    }

    /** How a command has ended. */
    record Ended(int code, String output, String errors) {}

    /** A command that goes on: what it has printed until now, and how it will have ended. */
    record Running(StringWriter output, Future<Ended> end) {}

    /**
     * Runs a command.
     *
     * @param typed its words, behind {@code millrace}, with one space between each two
     */
    Ended run(String typed) {
        return run(typed, new StringWriter());
    }

    /** Lets a command run beside what follows. */
    Running start(String typed) {
        StringWriter output = new StringWriter();
        FutureTask<Ended> end = new FutureTask<>(() -> run(typed, output));
        Thread.ofVirtual().name("terminal").start(end);
        return new Running(output, end);
    }

    private Ended run(String typed, StringWriter output) {
        StringWriter errors = new StringWriter();
        CommandLine command = MillraceCommand.commandLine(new Environment(Map.of(), directory))
                .setOut(new PrintWriter(output))
                .setErr(new PrintWriter(errors));
        List<String> words = new ArrayList<>(List.of(typed.split(" ", -1)));
        words.addAll(List.of("--control", control));
        int code = command.execute(words.toArray(String[]::new));
        return new Ended(code, output.toString(), errors.toString());
    }

    /** What a command prints that does what it was asked to, and has nothing else to say. */
    String prints(String typed) {
        Ended ended = run(typed);
        assertEquals("", ended.errors());
        assertEquals(0, ended.code());
        return ended.output();
    }

    /** The same without what differs from run to run, and with two spaces for more, which tables have. */
    String printsAbout(String typed) {
        return prints(typed)
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
                // As YAML it has quotes where it would be a number.
                .replaceAll("(?m)^(etag|revision): '?\\w+'?$", "$1: N")
                .replaceAll("(?m)^(\\W*(?:etag|revision)\\W+)\\w+", "$1N")
                .replaceAll("(?<=\\S) {2,}", "  ");
    }

    /** A command that does not do what it was asked to says why, and ends so. */
    void refuses(int code, String errors, String typed) {
        refuses(code, "", errors, typed);
    }

    /** The same of one that has done a part of it, and says which. */
    void refuses(int code, String output, String errors, String typed) {
        Ended ended = run(typed);
        assertEquals(errors, ended.errors());
        assertEquals(code, ended.code());
        assertEquals(output, ended.output());
    }

    /** A file, for the words of a command. */
    Path file(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
