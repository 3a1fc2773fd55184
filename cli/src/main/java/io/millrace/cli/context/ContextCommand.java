package io.millrace.cli.context;

import io.millrace.cli.CommandFailedException;
import io.millrace.cli.ExitCode;
import io.millrace.cli.MillraceCommand;
import io.millrace.cli.control.ControlUri;
import io.millrace.cli.resource.Results;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace context}: control planes under names, with who one is there. */
@Command(
        name = "context",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Keeps control planes under names, with the authorities to trust and who one is there, in"
                    + " ~/.config/millrace/contexts.yaml, which nobody else may read.",
            "A command takes the context of --context, else that of MILLRACE_CONTEXT, else the current one."
        })
public final class ContextCommand {

    @Spec
    private CommandSpec spec;

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists all contexts; the current one has a star.")
    int list(@Mixin Results results) {
        Contexts contexts = file().read();
        results.lines(ContextList.of(contexts, results.format()));
        return ExitCode.OK;
    }

    @Command(name = "use", mixinStandardHelpOptions = true, description = "Makes a context the current one.")
    int use(@Parameters(paramLabel = "NAME", description = "the context") String name) {
        Contexts contexts = file().read();
        contexts.named(name);
        file().write(new Contexts(Optional.of(name), contexts.byName()));
        return ExitCode.OK;
    }

    @Command(
            name = "set",
            mixinStandardHelpOptions = true,
            description = "Makes a context, or changes those of its fields that are given. The first becomes the"
                    + " current one.")
    int set(
            @Parameters(paramLabel = "NAME", description = "the context") String name,
            @Option(names = "--control", paramLabel = "URI", description = "where it is: https://HOST:PORT")
                    Optional<String> control,
            @Option(names = "--ca", paramLabel = "FILE", description = "the authorities to trust (PEM)")
                    Optional<Path> ca,
            @Option(
                            names = "--cert",
                            paramLabel = "FILE",
                            description = "the certificate to show (PEM, with its chain)")
                    Optional<Path> certificate,
            @Option(
                            names = "--key",
                            paramLabel = "FILE",
                            description = "the private key of --cert (PEM, not encrypted)")
                    Optional<Path> key,
            @Option(
                            names = "--token",
                            paramLabel = "TOKEN",
                            description =
                                    "a bearer token; others on this machine can see it, so rather use --token-file")
                    Optional<String> token,
            @Option(
                            names = "--token-file",
                            paramLabel = "FILE",
                            description =
                                    "a file with a bearer token in its first line, which is read for each command")
                    Optional<Path> tokenFile) {
        if (token.isPresent() && tokenFile.isPresent()) {
            throw new CommandFailedException("give only one of --token and --token-file");
        }
        Contexts contexts = file().read();
        Optional<Context> before = Optional.ofNullable(contexts.byName().get(name));
        String uri = control.or(() -> before.map(Context::control))
                .orElseThrow(() -> new CommandFailedException("a new context needs --control"));
        ControlUri.parse(uri);
        boolean another = token.isPresent() || tokenFile.isPresent();
        Context context = new Context(
                uri,
                ca.map(Path::toAbsolutePath).or(() -> before.flatMap(Context::ca)),
                certificate.map(Path::toAbsolutePath).or(() -> before.flatMap(Context::certificate)),
                key.map(Path::toAbsolutePath).or(() -> before.flatMap(Context::key)),
                another ? token : before.flatMap(Context::token),
                another ? tokenFile.map(Path::toAbsolutePath) : before.flatMap(Context::tokenFile));
        if (context.certificate().isPresent() != context.key().isPresent()) {
            throw new CommandFailedException("--cert and --key go together");
        }
        file().write(contexts.with(name, context));
        return ExitCode.OK;
    }

    @Command(name = "delete", mixinStandardHelpOptions = true, description = "Forgets a context.")
    int delete(@Parameters(paramLabel = "NAME", description = "the context") String name) {
        Contexts contexts = file().read();
        contexts.named(name);
        file().write(contexts.without(name));
        return ExitCode.OK;
    }

    private ContextsFile file() {
        return ContextsFile.of(MillraceCommand.environment(spec));
    }
}
