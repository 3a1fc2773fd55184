package io.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;

/** The tables of options in {@code docs/push.md} against the commands themselves. */
class PushPageTest {

    private static final Path PAGE = Path.of("..", "docs", "push.md");

    @Test
    void everyOptionHasItsRowInTheirOrder() throws IOException {
        List<String> rows;
        try (Stream<String> lines = Files.lines(PAGE)) {
            rows = lines.filter(line -> line.startsWith("| `-")).toList();
        }
        assertEquals(String.join("\n", rowsOf("push", "tail")), String.join("\n", rows));
    }

    private static List<String> rowsOf(String... commands) {
        return Stream.of(commands)
                .flatMap(
                        name -> MillraceCommand.commandLine(Environment.ofProcess())
                                .getSubcommands()
                                .get(name)
                                .getCommandSpec()
                                .options()
                                .stream())
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .map(PushPageTest::row)
                .distinct()
                .toList();
    }

    /** As the help text has it. */
    private static String row(OptionSpec option) {
        String value = option.arity().max() == 0 ? "" : "=" + option.paramLabel();
        String meaning = String.join(" ", option.description())
                .replace("%%", "%")
                .replace("${DEFAULT-VALUE}", String.valueOf(option.defaultValue()))
                .replace("|", "\\|");
        return "| `" + (option.longestName() + value).replace("|", "\\|") + "` | " + meaning + " |";
    }
}
