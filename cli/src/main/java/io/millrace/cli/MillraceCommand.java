package io.millrace.cli;

import io.grpc.StatusRuntimeException;
import io.millrace.cli.apply.ApplyCommand;
import io.millrace.cli.channel.ChannelsCommand;
import io.millrace.cli.context.ContextCommand;
import io.millrace.cli.control.ApiFailure;
import io.millrace.cli.doctor.DoctorCommand;
import io.millrace.cli.key.KeysCommand;
import io.millrace.cli.key.PlaybackKeysCommand;
import io.millrace.cli.key.TokensCommand;
import io.millrace.cli.live.LiveCommand;
import io.millrace.cli.push.PushCommand;
import io.millrace.cli.route.EdgesCommand;
import io.millrace.cli.route.RoutesCommand;
import io.millrace.cli.rule.RulesCommand;
import io.millrace.cli.rule.TagsCommand;
import io.millrace.cli.shape.SessionsCommand;
import io.millrace.cli.shape.ShapeCommand;
import io.millrace.cli.tail.TailCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code millrace}: holds its commands, and does nothing itself. */
@Command(
        name = "millrace",
        description = "Publishes to a Millrace, looks at what it serves, and runs it through its control plane.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = MillraceCommand.Version.class,
        subcommands = {
            PushCommand.class,
            TailCommand.class,
            DoctorCommand.class,
            ChannelsCommand.class,
            KeysCommand.class,
            PlaybackKeysCommand.class,
            TokensCommand.class,
            RulesCommand.class,
            TagsCommand.class,
            SessionsCommand.class,
            ShapeCommand.class,
            RoutesCommand.class,
            EdgesCommand.class,
            LiveCommand.class,
            ApplyCommand.class,
            ContextCommand.class,
            CompletionCommand.class,
            CommandLine.HelpCommand.class
        })
public final class MillraceCommand {

    /** Columns of help texts, however wide the terminal is. */
    private static final int HELP_COLUMNS = 100;

    private final Environment environment;

    private MillraceCommand(Environment environment) {
        this.environment = environment;
    }

    /** Runs the command line of this process, and ends it with an {@link ExitCode}. */
    public static void main(String[] args) {
        // The JDK warns of whoever uses Unsafe, and a client does not need it.
        System.setProperty("io.netty.noUnsafe", "true");
        System.exit(commandLine(Environment.ofProcess()).execute(args));
    }

    /** The whole command, to be executed or looked at. */
    public static CommandLine commandLine(Environment environment) {
        CommandLine command = new CommandLine(new MillraceCommand(environment));
        command.getSubcommands().values().forEach(MillraceCommand::describe);
        command.setCaseInsensitiveEnumValuesAllowed(true);
        command.setUsageHelpWidth(HELP_COLUMNS);
        command.setExecutionExceptionHandler(MillraceCommand::failed);
        return command;
    }

    /** Where a command runs, for the command itself. */
    public static Environment environment(CommandSpec command) {
        return ((MillraceCommand) command.root().userObject()).environment;
    }

    /** What is so for every command: options are in the order in which they are thought of. */
    private static void describe(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        spec.usageMessage()
                .sortOptions(false)
                .abbreviateSynopsis(command.getSubcommands().isEmpty());
        command.getSubcommands().values().forEach(MillraceCommand::describe);
    }

    /** What a person can do something about is told in words; anything else is a fault, told with where it was. */
    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        return switch (failure) {
            case CommandFailedException told -> {
                command.getErr().println("millrace: " + told.getMessage());
                yield told.exitCode();
            }
            case StatusRuntimeException refused -> {
                command.getErr().println("millrace: " + String.join(System.lineSeparator(), ApiFailure.lines(refused)));
                yield ApiFailure.exitCode(refused);
            }
            default -> {
                failure.printStackTrace(command.getErr());
                yield ExitCode.FAILED;
            }
        };
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
