package io.millrace.cli.channel;

import io.millrace.cli.CommandFailedException;
import io.millrace.cli.ExitCode;
import io.millrace.cli.control.ControlConnection;
import io.millrace.cli.control.ControlOptions;
import io.millrace.cli.control.ResourceCalls;
import io.millrace.cli.resource.Etag;
import io.millrace.cli.resource.ResourceNames;
import io.millrace.cli.resource.Results;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace channels}. */
@Command(
        name = "channels",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Path prefixes, with who may publish and read below them, and what holds there.")
public final class ChannelsCommand {

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists all channels.")
    int list(@Mixin Results results, @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            results.list(
                    ResourceCalls.channels(connection).list().get(),
                    "name",
                    "path_prefix",
                    "retention",
                    "playback",
                    "publish",
                    "disabled");
        }
        return ExitCode.OK;
    }

    @Command(name = "get", mixinStandardHelpOptions = true, description = "Shows a channel.")
    int get(
            @Parameters(paramLabel = "CHANNEL", description = "the channel", converter = ResourceNames.OfChannel.class)
                    String name,
            @Mixin Results results,
            @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            results.one(ResourceCalls.channels(connection).get().apply(name));
        }
        return ExitCode.OK;
    }

    @Command(name = "create", mixinStandardHelpOptions = true, description = "Makes a channel.")
    int create(
            @Parameters(paramLabel = "CHANNEL", description = "its name", converter = ResourceNames.OfChannel.class)
                    String name,
            @Mixin ChannelOptions options,
            @Mixin Results results,
            @Mixin ControlOptions control) {
        ChannelEdit edit = ChannelEdit.of(options, name);
        try (ControlConnection connection = control.connect()) {
            results.one(ResourceCalls.channels(connection).create().create(name, edit.created()));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "update",
            mixinStandardHelpOptions = true,
            description = {
                "Changes the fields of a channel that are given; a file's each as a whole.",
                "Where somebody else changes the channel at the same time, both changes are made if they are of other fields;"
                        + " otherwise this one is not, and says so."
            })
    int update(
            @Parameters(paramLabel = "CHANNEL", description = "the channel", converter = ResourceNames.OfChannel.class)
                    String name,
            @Mixin ChannelOptions options,
            @Option(
                            names = "--clear",
                            paramLabel = "FIELD",
                            description = "unsets a field, such as retention or limits.maxUploads; may be repeated")
                    List<String> clear,
            @Option(names = "--remove-label", paramLabel = "KEY", description = "removes a label; may be repeated")
                    List<String> removeLabels,
            @Mixin Results results,
            @Mixin ControlOptions control) {
        ChannelEdit edit = ChannelEdit.of(options, name).clearing(given(clear), given(removeLabels));
        if (edit.isEmpty()) {
            throw new CommandFailedException("nothing is given to change", ExitCode.USAGE);
        }
        try (ControlConnection connection = control.connect()) {
            results.one(ChannelUpdate.run(ResourceCalls.channels(connection), name, edit));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description = "Deletes a channel with all its keys; uploads that they allowed are ended, objects stay until"
                    + " their retention ends.")
    int delete(
            @Parameters(paramLabel = "CHANNEL", description = "the channel", converter = ResourceNames.OfChannel.class)
                    String name,
            @Mixin Etag etag,
            @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            ResourceCalls.channels(connection).delete().accept(name, etag.value());
        }
        return ExitCode.OK;
    }

    private static List<String> given(List<String> words) {
        return words == null ? List.of() : words;
    }
}
