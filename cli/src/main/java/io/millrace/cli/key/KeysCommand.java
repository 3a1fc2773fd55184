package io.millrace.cli.key;

import io.millrace.cli.Durations;
import io.millrace.cli.ExitCode;
import io.millrace.cli.Times;
import io.millrace.cli.control.ControlConnection;
import io.millrace.cli.control.ControlOptions;
import io.millrace.cli.resource.ResourceNames;
import io.millrace.cli.resource.Results;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace keys}. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "The secrets with which encoders publish to a channel.")
public final class KeysCommand {

    private static final String SHOWN_ONCE = "%s was made; this is the only time that its secret is shown";

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists a channel's keys, without their secrets.")
    int list(
            @Parameters(paramLabel = "CHANNEL", description = "the channel", converter = ResourceNames.OfChannel.class)
                    String channel,
            @Mixin Results results,
            @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            results.list(
                    new PublishKeyCalls(connection).list(channel),
                    "name",
                    "state",
                    "display_name=LABEL",
                    "create_time=CREATED",
                    "expire_time=EXPIRES",
                    "replaced_by");
        }
        return ExitCode.OK;
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = {
                "Makes a key, and prints its secret, which can't be had again.",
                "As a table nothing but the secret is printed."
            })
    int create(
            @Parameters(paramLabel = "CHANNEL", description = "the channel", converter = ResourceNames.OfChannel.class)
                    String channel,
            @Option(
                            names = "--id",
                            paramLabel = "ID",
                            defaultValue = "",
                            description = "the last part of its name (a random one)")
                    String id,
            @Option(
                            names = "--display-name",
                            paramLabel = "TEXT",
                            defaultValue = "",
                            description = "what people call it, such as the encoder's name")
                    String displayName,
            @Option(
                            names = "--expires",
                            paramLabel = "TIME",
                            converter = Times.class,
                            description = "when it ends: 2030-01-31T12:00:00Z (never)")
                    Optional<Instant> expires,
            @Mixin Results results,
            @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            var made = new PublishKeyCalls(connection).create(channel, id, displayName, expires);
            results.secret(
                    made, made.getSecret(), SHOWN_ONCE.formatted(made.getKey().getName()));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description = {
                "Makes a key in place of one, which stays valid for a while, and prints the new secret, which can't be had"
                        + " again.",
                "As a table nothing but the secret is printed."
            })
    int rotate(
            @Parameters(paramLabel = "CHANNEL/KEY", description = "the old key", converter = ResourceNames.OfKey.class)
                    String name,
            @Option(
                            names = "--overlap",
                            paramLabel = "TIME",
                            converter = Durations.class,
                            defaultValue = "0s",
                            description = "for how long; up to 90d (${DEFAULT-VALUE})")
                    Duration overlap,
            @Option(
                            names = "--id",
                            paramLabel = "ID",
                            defaultValue = "",
                            description = "the last part of the new key's name (a random one)")
                    String id,
            @Option(
                            names = "--expires",
                            paramLabel = "TIME",
                            converter = Times.class,
                            description = "when the new key ends: 2030-01-31T12:00:00Z (never)")
                    Optional<Instant> expires,
            @Option(
                            names = "--etag",
                            paramLabel = "ETAG",
                            defaultValue = "",
                            description = "only if the old key still has this etag")
                    String etag,
            @Mixin Results results,
            @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            var made = new PublishKeyCalls(connection).rotate(name, overlap, id, expires, etag);
            results.secret(
                    made, made.getSecret(), SHOWN_ONCE.formatted(made.getKey().getName()));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = "Ends a key at once and for good; uploads in progress with it are ended.")
    int revoke(
            @Parameters(paramLabel = "CHANNEL/KEY", description = "the key", converter = ResourceNames.OfKey.class)
                    String name,
            @Option(
                            names = "--etag",
                            paramLabel = "ETAG",
                            defaultValue = "",
                            description = "only if it still has this etag")
                    String etag,
            @Mixin Results results,
            @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            results.one(new PublishKeyCalls(connection).revoke(name, etag));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description = "Forgets a key; one that is active is revoked by it.")
    int delete(
            @Parameters(paramLabel = "CHANNEL/KEY", description = "the key", converter = ResourceNames.OfKey.class)
                    String name,
            @Option(
                            names = "--etag",
                            paramLabel = "ETAG",
                            defaultValue = "",
                            description = "only if it still has this etag")
                    String etag,
            @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            new PublishKeyCalls(connection).delete(name, etag);
        }
        return ExitCode.OK;
    }
}
