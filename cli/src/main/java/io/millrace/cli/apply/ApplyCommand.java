package io.millrace.cli.apply;

import io.millrace.cli.ExitCode;
import io.millrace.cli.control.ControlConnection;
import io.millrace.cli.control.ControlOptions;
import io.millrace.cli.control.ResourceCalls;
import io.millrace.cli.resource.ResourceFiles;
import io.millrace.cli.resource.Results;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace apply}: channels, rules and tags from a file. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = {
            "Makes channels, rules and tags what a file says that they are: what is not there is created, what is there is"
                    + " replaced as a whole. Their names tell their kinds.",
            "Where a resource of the file has an etag, it is changed only if it still has it."
        })
public final class ApplyCommand implements Callable<Integer> {

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            required = true,
            description = "YAML or JSON, several documents or a list; - for standard input")
    private String file;

    @Mixin
    private Results results;

    @Mixin
    private ControlOptions control;

    @Override
    public Integer call() {
        try (ControlConnection connection = control.connect()) {
            AppliedList.print(
                    results,
                    new Applying(List.of(
                                    ResourceCalls.channels(connection),
                                    ResourceCalls.rules(connection),
                                    ResourceCalls.tags(connection)))
                            .apply(ResourceFiles.read(file)));
        }
        return ExitCode.OK;
    }
}
