package io.millrace.cli.key;

import io.millrace.cli.ExitCode;
import io.millrace.cli.control.ControlConnection;
import io.millrace.cli.control.ControlOptions;
import io.millrace.cli.resource.Etag;
import io.millrace.cli.resource.ResourceNames;
import io.millrace.cli.resource.Results;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code millrace keys}. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "The secrets with which encoders publish to a channel.")
public final class KeysCommand {

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
            @Mixin NewKey key,
            @Mixin Results results,
            @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            var made = new PublishKeyCalls(connection).create(channel, key);
            results.newSecret(made, made.getKey().getName(), made.getSecret());
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
            @Mixin Rotation rotation,
            @Mixin Results results,
            @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            var made = new PublishKeyCalls(connection).rotate(name, rotation);
            results.newSecret(made, made.getKey().getName(), made.getSecret());
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
            @Mixin Etag etag,
            @Mixin Results results,
            @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            results.one(new PublishKeyCalls(connection).revoke(name, etag.value()));
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
            @Mixin Etag etag,
            @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            new PublishKeyCalls(connection).delete(name, etag.value());
        }
        return ExitCode.OK;
    }
}
