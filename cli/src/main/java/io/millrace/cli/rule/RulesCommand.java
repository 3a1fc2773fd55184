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

/** {@code millrace rules}. */
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "What the shaper does to the requests that match.")
public final class RulesCommand {

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists all rules.")
    int list(@Mixin Results results, @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            results.list(
                    ResourceCalls.rules(connection).list().get(),
                    "name",
                    "actions",
                    "match",
                    "probability",
                    "priority",
                    "only_by_tag",
                    "disabled");
        }
        return ExitCode.OK;
    }

    @Command(name = "get", mixinStandardHelpOptions = true, description = "Shows a rule.")
    int get(
            @Parameters(paramLabel = "RULE", description = "the rule", converter = ResourceNames.OfRule.class)
                    String name,
            @Mixin Results results,
            @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            results.one(ResourceCalls.rules(connection).get().apply(name));
        }
        return ExitCode.OK;
    }

    @Command(name = "create", mixinStandardHelpOptions = true, description = "Makes a rule from a file.")
    int create(
            @Parameters(paramLabel = "RULE", description = "its name", converter = ResourceNames.OfRule.class)
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
            var calls = ResourceCalls.rules(connection);
            results.one(calls.create().create(name, written.as(calls.template())));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "apply",
            mixinStandardHelpOptions = true,
            description =
                    "Makes rules what a file says that they are: those that are not there are created, the others are"
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
                    results, new Applying(List.of(ResourceCalls.rules(connection))).apply(ResourceFiles.read(file)));
        }
        return ExitCode.OK;
    }

    @Command(name = "delete", mixinStandardHelpOptions = true, description = "Deletes a rule that no tag names.")
    int delete(
            @Parameters(paramLabel = "RULE", description = "the rule", converter = ResourceNames.OfRule.class)
                    String name,
            @Mixin Etag etag,
            @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            ResourceCalls.rules(connection).delete().accept(name, etag.value());
        }
        return ExitCode.OK;
    }
}
