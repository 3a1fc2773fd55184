package io.millrace.cli.route;

import io.millrace.cli.ExitCode;
import io.millrace.cli.control.ControlConnection;
import io.millrace.cli.control.ControlOptions;
import io.millrace.cli.resource.Etag;
import io.millrace.cli.resource.ResourceNames;
import io.millrace.cli.resource.Results;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code millrace edges}. */
@Command(
        name = "edges",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "The edges that are there, and how busy they are.")
public final class EdgesCommand {

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists all edges, with their load as they last told it.")
    int list(@Mixin Results results, @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            results.list(
                    new RouteCalls(connection).edges(),
                    "name",
                    "state",
                    "zone",
                    "load.readers",
                    "load.connections",
                    "load.bit_rate",
                    "load.cpu",
                    "load.object_bytes=MEMORY",
                    "uris",
                    "version");
        }
        return ExitCode.OK;
    }

    @Command(
            name = "drain",
            mixinStandardHelpOptions = true,
            description = "Takes an edge out of all routes; it goes on serving who asks it.")
    int drain(
            @Parameters(paramLabel = "EDGE", description = "the edge", converter = ResourceNames.OfEdge.class)
                    String name,
            @Mixin Etag etag,
            @Mixin Results results,
            @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            results.one(new RouteCalls(connection).drain(name, etag.value()));
        }
        return ExitCode.OK;
    }

    @Command(name = "undrain", mixinStandardHelpOptions = true, description = "Takes a drained edge into routes again.")
    int undrain(
            @Parameters(paramLabel = "EDGE", description = "the edge", converter = ResourceNames.OfEdge.class)
                    String name,
            @Mixin Etag etag,
            @Mixin Results results,
            @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            results.one(new RouteCalls(connection).undrain(name, etag.value()));
        }
        return ExitCode.OK;
    }
}
