package io.millrace.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;

/** A command that was run to its end in this JVM. */
public record Ran(int code, String output, String errors) {

    /** Runs one in a home directory that is not there, with no environment variable. */
    public static Ran command(String... words) {
        return in(new Environment(Map.of(), Path.of("/nowhere")), words);
    }

    public static Ran in(Environment environment, String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = MillraceCommand.commandLine(environment);
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        int code = command.execute(words);
        return new Ran(code, out.toString(), err.toString());
    }
}
