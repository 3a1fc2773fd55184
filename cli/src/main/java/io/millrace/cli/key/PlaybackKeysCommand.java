package io.millrace.cli.key;

import io.millrace.cli.ExitCode;
import io.millrace.cli.control.ControlConnection;
import io.millrace.cli.control.ControlOptions;
import io.millrace.cli.resource.Etag;
import io.millrace.cli.resource.ResourceNames;
import io.millrace.cli.resource.Results;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace playback-keys}. */
@Command(
        name = "playback-keys",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "The keys that sign a channel's playback tokens, and the secrets of its CDNs.")
public final class PlaybackKeysCommand {

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
                    new PlaybackKeyCalls(connection).list(channel),
                    "name",
                    "kind",
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
                            names = "--kind",
                            paramLabel = "signing|cdn",
                            defaultValue = "signing",
                            description = "what it is for: to sign tokens, or to be told by a CDN (${DEFAULT-VALUE})")
                    Kind kind,
            @Mixin NewKey key,
            @Mixin Results results,
            @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            var made = new PlaybackKeyCalls(connection).create(channel, kind.name(), key);
            results.newSecret(made, made.getPlaybackKey().getName(), made.getSecret());
        }
        return ExitCode.OK;
    }

    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description = {
                "Makes a key in place of one, which stays valid with its tokens for a while, and prints the new secret, which can't be had"
                        + " again.",
                "As a table nothing but the secret is printed."
            })
    int rotate(
            @Parameters(
                            paramLabel = "CHANNEL/KEY",
                            description = "the old key",
                            converter = ResourceNames.OfPlaybackKey.class)
                    String name,
            @Mixin Rotation rotation,
            @Mixin Results results,
            @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            var made = new PlaybackKeyCalls(connection).rotate(name, rotation);
            results.newSecret(made, made.getPlaybackKey().getName(), made.getSecret());
        }
        return ExitCode.OK;
    }

    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = "Ends a key, and every token that was signed with it, at once and for good.")
    int revoke(
            @Parameters(
                            paramLabel = "CHANNEL/KEY",
                            description = "the key",
                            converter = ResourceNames.OfPlaybackKey.class)
                    String name,
            @Mixin Etag etag,
            @Mixin Results results,
            @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            results.one(new PlaybackKeyCalls(connection).revoke(name, etag.value()));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description = "Forgets a key; one that is active is revoked by it.")
    int delete(
            @Parameters(
                            paramLabel = "CHANNEL/KEY",
                            description = "the key",
                            converter = ResourceNames.OfPlaybackKey.class)
                    String name,
            @Mixin Etag etag,
            @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            new PlaybackKeyCalls(connection).delete(name, etag.value());
        }
        return ExitCode.OK;
    }

    /** What a key is for. */
    enum Kind {
        SIGNING,
        CDN
    }
}
