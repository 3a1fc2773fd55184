package io.millrace.cli.control;

import io.millrace.cli.CommandFailedException;
import io.millrace.cli.Durations;
import io.millrace.cli.Environment;
import io.millrace.cli.MillraceCommand;
import io.millrace.cli.context.Context;
import io.millrace.cli.context.Contexts;
import io.millrace.cli.context.ContextsFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command that calls the control plane: which one, who one is, whom one trusts. */
public final class ControlOptions {

    private static final String DEFAULT = "http://127.0.0.1:9090";

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "the context to take (that of MILLRACE_CONTEXT, else the current one)")
    private Optional<String> context = Optional.empty();

    @Option(
            names = "--control",
            paramLabel = "URI",
            description = "the control plane, https://HOST:PORT or http://HOST:PORT (that of the context, else "
                    + DEFAULT + "); without --context, nothing of a context is taken then")
    private Optional<String> control = Optional.empty();

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "a bearer token; others on this machine can see it, so rather use --token-file")
    private Optional<String> token = Optional.empty();

    @Option(names = "--token-file", paramLabel = "FILE", description = "a file with a bearer token in its first line")
    private Optional<Path> tokenFile = Optional.empty();

    @Option(names = "--cert", paramLabel = "FILE", description = "the certificate to show (PEM, with its chain)")
    private Optional<Path> certificate = Optional.empty();

    @Option(names = "--key", paramLabel = "FILE", description = "the private key of --cert (PEM, not encrypted)")
    private Optional<Path> key = Optional.empty();

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "the authorities to trust instead of those that Java trusts (PEM)")
    private Optional<Path> authorities = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = Durations.class,
            defaultValue = "10s",
            description = "how long an answer may take (${DEFAULT-VALUE})")
    private Duration timeout;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /**
     * A connection by these options; the caller closes it.
     *
     * @throws CommandFailedException if they make no sense, or a file that they name can't be used
     */
    public ControlConnection connect() {
        if (token.isPresent() && tokenFile.isPresent()) {
            throw new CommandFailedException("give only one of --token and --token-file");
        }
        if (certificate.isPresent() != key.isPresent()) {
            throw new CommandFailedException("--cert and --key go together");
        }
        boolean tokenGiven = token.isPresent() || tokenFile.isPresent();
        Optional<Context> from = context();
        return ControlConnection.open(
                new Context(
                        control.or(() -> from.map(Context::control)).orElse(DEFAULT),
                        authorities.or(() -> from.flatMap(Context::ca)),
                        certificate.or(() -> from.flatMap(Context::certificate)),
                        key.or(() -> from.flatMap(Context::key)),
                        tokenGiven ? token : from.flatMap(Context::token),
                        tokenGiven ? tokenFile : from.flatMap(Context::tokenFile)),
                timeout);
    }

    /** Where only the URI is given, the token of a context that nobody named is for another control plane. */
    private Optional<Context> context() {
        Environment environment = MillraceCommand.environment(command);
        Optional<String> named = context.or(() -> environment.variable("MILLRACE_CONTEXT"));
        if (control.isPresent() && context.isEmpty()) {
            return Optional.empty();
        }
        Contexts contexts = ContextsFile.of(environment).read();
        return named.or(contexts::current).map(contexts::named);
    }
}
