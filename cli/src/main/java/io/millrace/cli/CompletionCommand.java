package io.millrace.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace completion}: a script with which a shell completes the words of the command. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a script with which a shell completes what is typed behind millrace:",
            "  source <(millrace completion bash)"
        })
final class CompletionCommand implements Callable<Integer> {

    @Parameters(paramLabel = "bash|zsh", description = "the shell")
    private Shell shell;

    @Spec
    private CommandSpec spec;

    /** Shells that are known. */
    enum Shell {
        BASH,
        ZSH
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        String name = shell.name().toLowerCase(Locale.ROOT);
        out.println("# For ~/.%src: source <(millrace completion %s)".formatted(name, name));
        // One script is for both: in zsh it loads what runs bash's.
        out.println(AutoComplete.bash("millrace", spec.root().commandLine()));
        out.flush();
        return ExitCode.OK;
    }
}
