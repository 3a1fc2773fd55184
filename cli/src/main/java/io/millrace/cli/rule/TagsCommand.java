package io.millrace.cli.rule;

import io.millrace.cli.ExitCode;
import io.millrace.cli.apply.AppliedList;
import io.millrace.cli.apply.Applying;
import io.millrace.cli.control.ControlConnection;
import io.millrace.cli.control.ControlOptions;
import io.millrace.cli.control.ResourceCalls;
import io.millrace.cli.resource.Etag;
import io.millrace.cli.resource.ResourceFiles;
import io.millrace.cli.resource.ResourceNames;
import io.millrace.cli.resource.Results;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace tags}. */
@Command(
        name = "tags",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Named sets of the shaper's rules.")
public final class TagsCommand {

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists all tags.")
    int list(@Mixin Results results, @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            results.list(
                    ResourceCalls.tags(connection).list().get(), "name", "rules", "dripls_rules=DRIPLS", "content");
        }
        return ExitCode.OK;
    }

    @Command(name = "get", mixinStandardHelpOptions = true, description = "Shows a tag.")
    int get(
            @Parameters(paramLabel = "TAG", description = "the tag", converter = ResourceNames.OfTag.class) String name,
            @Mixin Results results,
            @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            results.one(ResourceCalls.tags(connection).get().apply(name));
        }
        return ExitCode.OK;
    }

    @Command(name = "create", mixinStandardHelpOptions = true, description = "Makes a tag from a file.")
    int create(
            @Parameters(paramLabel = "TAG", description = "its name", converter = ResourceNames.OfTag.class)
                    String name,
            @Option(
                            names = {"-f", "--file"},
                            paramLabel = "FILE",
                            required = true,
                            description = "YAML or JSON; - for standard input")
                    String file,
            @Mixin Results results,
            @Mixin ControlOptions control) {
        ResourceFiles.Written written = ResourceFiles.readOne(file, name);
        try (ControlConnection connection = control.connect()) {
            var calls = ResourceCalls.tags(connection);
            results.one(calls.create().create(name, written.as(calls.template())));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "apply",
            mixinStandardHelpOptions = true,
            description =
                    "Makes tags what a file says that they are: those that are not there are created, the others are"
                            + " replaced as a whole.")
    int apply(
            @Option(
                            names = {"-f", "--file"},
                            paramLabel = "FILE",
                            required = true,
                            description = "YAML or JSON, several documents or a list; - for standard input")
                    String file,
            @Mixin Results results,
            @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            AppliedList.print(
                    results, new Applying(List.of(ResourceCalls.tags(connection))).apply(ResourceFiles.read(file)));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description = "Deletes a tag; sessions that play it go on without its rules.")
    int delete(
            @Parameters(paramLabel = "TAG", description = "the tag", converter = ResourceNames.OfTag.class) String name,
            @Mixin Etag etag,
            @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            ResourceCalls.tags(connection).delete().accept(name, etag.value());
        }
        return ExitCode.OK;
    }
}
