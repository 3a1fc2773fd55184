package io.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The table of commands in {@code docs/cli.md} against the commands themselves. */
class CliPageTest {

    private static final Path PAGE = Path.of("..", "docs", "cli.md");

    @Test
    void everyCommandHasItsRowInTheirOrder() throws IOException {
        List<String> rows;
        try (Stream<String> lines = Files.lines(PAGE)) {
            rows = lines.filter(line -> line.startsWith("| `millrace ")).toList();
        }
        List<String> expected = new ArrayList<>();
        rowsOf(MillraceCommand.commandLine(Environment.ofProcess()), expected);
        assertEquals(String.join("\n", expected), String.join("\n", rows));
    }

    private static void rowsOf(CommandLine command, List<String> rows) {
        for (CommandLine below : command.getSubcommands().values()) {
            if (below.getSubcommands().isEmpty() && !(below.getCommand() instanceof CommandLine.HelpCommand)) {
                rows.add(row(below.getCommandSpec()));
            }
            rowsOf(below, rows);
        }
    }

    /** Its words with what must be given, and the first sentence of its help text. */
    private static String row(CommandSpec command) {
        StringBuilder words = new StringBuilder(command.qualifiedName(" "));
        command.requiredArgs().stream()
                .filter(argument -> !argument.isOption())
                .forEach(argument -> words.append(' ').append(argument.paramLabel()));
        command.requiredArgs().stream()
                .filter(argument -> argument instanceof CommandLine.Model.OptionSpec && argument.group() == null)
                .map(argument -> (CommandLine.Model.OptionSpec) argument)
                .forEach(option -> words.append(' ')
                        .append(option.shortestName())
                        .append(' ')
                        .append(option.paramLabel()));
        String meaning = command.usageMessage().description()[0].split("(?<=\\.)\\s", 2)[0];
        return "| `%s` | %s |".formatted(words.toString().replace("|", "\\|"), meaning.replaceAll("[:.]$", ""));
    }
}
