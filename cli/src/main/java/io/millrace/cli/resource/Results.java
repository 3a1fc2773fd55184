package io.millrace.cli.resource;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.protobuf.Message;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option {@code --output}, and what is printed by it. */
public final class Results {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json|yaml",
            defaultValue = "table",
            description = "how it is printed (${DEFAULT-VALUE})")
    private ResultFormat format;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Prints a list: as a table of these columns (see {@link Table#of}), or all of it. */
    public void list(Collection<? extends Message> found, String... columns) {
        if (format == ResultFormat.TABLE) {
            lines(Table.of(found, columns));
        } else {
            JsonArray all = new JsonArray();
            found.forEach(message -> all.add(Trees.of(message)));
            tree(all);
        }
    }

    /** Prints one resource: a line for each field that is set, or as it is. */
    public void one(Message found) {
        if (format == ResultFormat.TABLE) {
            lines(Table.description(found));
        } else {
            tree(Trees.of(found));
        }
    }

    /**
     * Prints what was made, with what can't be had again: as a table, nothing but that, so that a script can take it.
     *
     * @param secret what it is
     * @param hint for the person, to standard error
     */
    public void secret(Message made, String secret, String hint) {
        if (format == ResultFormat.TABLE) {
            lines(List.of(secret));
        } else {
            tree(Trees.of(made));
        }
        note(hint);
    }

    /** Prints what was made, with the secret of it that is shown this once, as {@link #secret} does. */
    public void newSecret(Message made, String name, String secret) {
        secret(made, secret, name + " was made; this is the only time that its secret is shown");
    }

    /** Prints one message of many that come over time: as JSON a line, as YAML a document. */
    public void event(Message message) {
        lines(
                format == ResultFormat.JSON
                        ? List.of(Trees.of(message).toString())
                        : List.of("---", Trees.yaml(Trees.of(message))));
    }

    /** How it is to be printed. */
    public ResultFormat format() {
        return format;
    }

    /** Prints lines. */
    public void lines(List<String> lines) {
        PrintWriter out = command.commandLine().getOut();
        lines.forEach(out::println);
        out.flush();
    }

    /** Tells a person something that is not the result. */
    public void note(String text) {
        PrintWriter err = command.commandLine().getErr();
        err.println("millrace: " + text);
        err.flush();
    }

    private void tree(JsonElement tree) {
        lines(List.of(format == ResultFormat.JSON ? Trees.json(tree) : Trees.yaml(tree)));
    }
}
