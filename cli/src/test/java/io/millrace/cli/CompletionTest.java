package io.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The script with which a shell completes words. */
class CompletionTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void theScriptKnowsEveryCommandAndOption(String shell) {
        String script = Ran.command("completion", shell).output();
        for (CommandLine command : commands(MillraceCommand.commandLine(Environment.ofProcess()))) {
            String name = command.getCommandSpec().qualifiedName(" ");
            assertTrue(
                    script.contains("Generates completions for the options and subcommands of the `"
                            + command.getCommandName()),
                    name);
            command.getCommandSpec()
                    .options()
                    .forEach(option ->
                            assertTrue(script.contains("'" + option.longestName()), name + " " + option.longestName()));
        }
    }

    @Test
    void bashTakesItAndCompletes() throws Exception {
        Path script = Files.writeString(
                directory.resolve("completion"),
                Ran.command("completion", "bash").output());
        assertEquals("create delete get list update", completed(script, "millrace", "channels", ""));
        assertEquals("playback-keys", completed(script, "millrace", "pl"));
        assertEquals("--retention", completed(script, "millrace", "channels", "update", "--ret"));
    }

    private static String completed(Path script, String... words) throws IOException, InterruptedException {
        String line =
                "source %s; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_millrace; printf '%%s\\n' \"${COMPREPLY[@]}\""
                        .formatted(script, quoted(words), words.length - 1);
        // Without a terminal, bash complains of options that only matter there.
        Process bash = new ProcessBuilder("bash", "--norc", "-c", line)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(bash.waitFor(30, TimeUnit.SECONDS));
        return String.join(" ", output.lines().map(String::strip).sorted().toList());
    }

    private static String quoted(String... words) {
        return String.join(
                " ", Arrays.stream(words).map(word -> "'" + word + "'").toList());
    }

    private static List<CommandLine> commands(CommandLine top) {
        List<CommandLine> all = new ArrayList<>();
        for (CommandLine command : top.getSubcommands().values()) {
            all.add(command);
            all.addAll(commands(command));
        }
        return all;
    }
}
