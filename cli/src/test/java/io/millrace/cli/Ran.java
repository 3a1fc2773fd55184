package io.millrace.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** A command that was run to its end in this JVM. */
public record Ran(int code, String output, String errors) {

    public static Ran command(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = MillraceCommand.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        int code = command.execute(words);
        return new Ran(code, out.toString(), err.toString());
    }
}
