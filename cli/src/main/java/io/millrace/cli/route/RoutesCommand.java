package io.millrace.cli.route;

import io.millrace.cli.ExitCode;
import io.millrace.cli.control.ControlConnection;
import io.millrace.cli.control.ControlOptions;
import io.millrace.cli.resource.ResourceNames;
import io.millrace.cli.resource.ResultFormat;
import io.millrace.cli.resource.Results;
import io.millrace.cli.resource.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace routes}. */
@Command(
        name = "routes",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Which edges channels are served from.")
public final class RoutesCommand {

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the routes of all channels.")
    int list(@Mixin Results results, @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            results.list(new RouteCalls(connection).routes(), "name", "path_prefix", "edges");
        }
        return ExitCode.OK;
    }

    @Command(name = "get", mixinStandardHelpOptions = true, description = "Shows the route of a channel.")
    int get(
            @Parameters(
                            paramLabel = "CHANNEL",
                            description = "the channel's id",
                            converter = ResourceNames.OfRoute.class)
                    String name,
            @Mixin Results results,
            @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            results.one(new RouteCalls(connection).route(name));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "resolve",
            mixinStandardHelpOptions = true,
            description = "Tells which edges serve a path, the best first.")
    int resolve(
            @Parameters(paramLabel = "PATH", description = "an object's path, not percent-encoded") String path,
            @Option(
                            names = "--zone",
                            paramLabel = "ZONE",
                            defaultValue = "",
                            description = "edges of this zone come first")
                    String zone,
            @Option(
                            names = "--edges",
                            paramLabel = "N",
                            defaultValue = "1",
                            description = "how many at the most; up to 16 (${DEFAULT-VALUE})")
                    int mostEdges,
            @Mixin Results results,
            @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            var found = new RouteCalls(connection).resolve(path, zone, mostEdges);
            if (results.format() == ResultFormat.TABLE) {
                results.lines(Table.of(found.getEdgesList(), "edge", "uri"));
            } else {
                results.one(found);
            }
        }
        return ExitCode.OK;
    }
}
