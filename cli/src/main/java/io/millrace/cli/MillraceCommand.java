package io.millrace.cli;

import io.millrace.cli.push.PushCommand;
import io.millrace.cli.tail.TailCommand;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code millrace}: holds its commands, and does nothing itself. */
@Command(
        name = "millrace",
        description = "Publishes to a Millrace and looks at what it serves.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = MillraceCommand.Version.class,
        subcommands = {PushCommand.class, TailCommand.class, GenerateCompletion.class, CommandLine.HelpCommand.class})
public final class MillraceCommand {

    /** Columns of help texts, however wide the terminal is. */
    private static final int HELP_COLUMNS = 100;

    /** Runs the command line of this process, and ends it with an {@link ExitCode}. */
    public static void main(String[] args) {
        // The JDK warns of whoever uses Unsafe, and a client does not need it.
        System.setProperty("io.netty.noUnsafe", "true");
        System.exit(commandLine().execute(args));
    }

    /** The whole command, to be executed or looked at. */
    public static CommandLine commandLine() {
        CommandLine command = new CommandLine(new MillraceCommand());
        command.setCaseInsensitiveEnumValuesAllowed(true);
        command.setUsageHelpWidth(HELP_COLUMNS);
        command.setExecutionExceptionHandler(MillraceCommand::failed);
        return command;
    }

    /** What a person can do something about is one line; anything else is a fault, told with where it was. */
    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        if (failure instanceof CommandFailedException told) {
            command.getErr().println("millrace: " + told.getMessage());
        } else {
            failure.printStackTrace(command.getErr());
        }
        return ExitCode.FAILED;
    }

    /** Tells the version that the jar was built with. */
    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            String built = MillraceCommand.class.getPackage().getImplementationVersion();
            return new String[] {"millrace " + (built == null ? "(not packaged)" : built)};
        }
    }
}
