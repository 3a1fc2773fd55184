package io.millrace.cli.live;

import io.millrace.cli.Durations;
import io.millrace.cli.ExitCode;
import io.millrace.cli.control.ControlConnection;
import io.millrace.cli.control.ControlOptions;
import io.millrace.cli.resource.ResourceNames;
import io.millrace.cli.resource.ResultFormat;
import io.millrace.cli.resource.Results;
import io.millrace.proto.control.v1.WatchLiveResponse;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
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
                    + " line; as YAML, a document.",
            "A control plane that is restarted is waited for; then all that is live is told again."
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
            LiveWatch watch = new LiveWatch(
                    () -> {
                        connection.tryAtOnce();
                        return calls.watch(interval);
                    },
                    this::note);
            if (once) {
                calls.once(results);
            } else if (results.format() != ResultFormat.TABLE) {
                watch.run(() -> results::event);
            } else if (terminal()) {
                try (Screen screen = new Screen(spec.commandLine().getOut())) {
                    watch.run(() -> tables(screen::show));
                }
            } else {
                watch.run(() -> tables(results::lines));
            }
        }
        return ExitCode.OK;
    }

    /** Shows a table, and another whenever something has changed; the first when all has come. */
    private static Consumer<WatchLiveResponse> tables(Consumer<List<String>> show) {
        LiveState state = new LiveState();
        return message -> {
            state.take(message);
            if (state.complete()) {
                show.accept(LiveTable.of(state.directories()));
            }
        };
    }

    private void note(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("millrace: " + line);
        err.flush();
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
