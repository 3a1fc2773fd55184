package io.millrace.cli.live;

import io.millrace.cli.Durations;
import io.millrace.cli.ExitCode;
import io.millrace.cli.control.ControlConnection;
import io.millrace.cli.control.ControlOptions;
import io.millrace.cli.resource.ResourceNames;
import io.millrace.cli.resource.ResultFormat;
import io.millrace.cli.resource.Results;
import java.io.Console;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace live}: what is published and read now. */
@Command(
        name = "live",
        mixinStandardHelpOptions = true,
        description = {
            "Shows which directories are published to and read from now: for how long, uploads and readers in progress, bits"
                    + " per second, how long a chunk takes at an ingest until it is stored and at an edge until it is sent.",
            "On a terminal the table is refreshed until Ctrl-C; elsewhere, one follows the other. As JSON, each change is a"
                    + " line; as YAML, a document."
        })
public final class LiveCommand implements Callable<Integer> {

    @Option(names = "--once", description = "show what is live now, and end")
    private boolean once;

    @Option(
            names = "--channel",
            paramLabel = "CHANNEL",
            defaultValue = "",
            converter = ChannelOrNone.class,
            description = "only what is of this channel (all)")
    private String channel;

    @Option(
            names = "--path-prefix",
            paramLabel = "PATH",
            defaultValue = "",
            description = "only directories that begin with this (all)")
    private String pathPrefix;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            converter = Durations.class,
            defaultValue = "1s",
            description = "how often changes are shown; 500ms to 1m (${DEFAULT-VALUE})")
    private Duration interval;

    @Mixin
    private Results results;

    @Mixin
    private ControlOptions control;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (ControlConnection connection = control.connect()) {
            LiveCalls calls = new LiveCalls(connection, channel, pathPrefix);
            if (once) {
                calls.once(results);
            } else if (results.format() != ResultFormat.TABLE) {
                calls.messages(interval, results);
            } else if (terminal()) {
                try (Screen screen = new Screen(spec.commandLine().getOut())) {
                    calls.tables(interval, screen::show);
                }
            } else {
                calls.tables(interval, results::lines);
            }
        }
        return ExitCode.OK;
    }

    private static boolean terminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    /** The name of a channel, or the empty text. */
    static final class ChannelOrNone implements picocli.CommandLine.ITypeConverter<String> {

        @Override
        public String convert(String text) {
            return text.isEmpty() ? "" : new ResourceNames.OfChannel().convert(text);
        }
    }
}
