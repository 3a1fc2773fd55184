package io.millrace.cli.http;

import io.millrace.cli.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of every command that talks to a data plane's port: who one is, whom one trusts, how long one waits. */
public final class ConnectionOptions {

    @Option(
            names = "--user",
            paramLabel = "NAME:PASSWORD",
            description = "HTTP Basic; others on this machine can see it, so rather use --user-file or the"
                    + " environment variable MILLRACE_USER")
    Optional<String> user = Optional.empty();

    @Option(names = "--user-file", paramLabel = "FILE", description = "a file with NAME:PASSWORD in its first line")
    Optional<Path> userFile = Optional.empty();

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "a bearer token; rather use --token-file or the environment variable MILLRACE_TOKEN")
    Optional<String> token = Optional.empty();

    @Option(names = "--token-file", paramLabel = "FILE", description = "a file with a bearer token in its first line")
    Optional<Path> tokenFile = Optional.empty();

    @Option(names = "--cert", paramLabel = "FILE", description = "the certificate to show (PEM, with its chain)")
    Optional<Path> certificate = Optional.empty();

    @Option(names = "--key", paramLabel = "FILE", description = "the private key of --cert (PEM, not encrypted)")
    Optional<Path> key = Optional.empty();

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "the authorities to trust instead of those that Java trusts (PEM)")
    Optional<Path> authorities = Optional.empty();

    @Option(
            names = "--connect-timeout",
            paramLabel = "TIME",
            converter = Durations.class,
            defaultValue = "5s",
            description = "how long a connection may take (${DEFAULT-VALUE})")
    Duration connectTimeout;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = Durations.class,
            defaultValue = "60s",
            description = "how long the server may take no byte, or give no answer (${DEFAULT-VALUE})")
    Duration timeout;

    /** How long the server may keep still. */
    public Duration timeout() {
        return timeout;
    }

    /** How long a connection may take. */
    public Duration connectTimeout() {
        return connectTimeout;
    }
}
