package io.millrace.cli.push;

import io.millrace.cli.ByteCounts;
import io.millrace.cli.Durations;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of every upload. */
final class TransferOptions {

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "16",
            description = "uploads at a time (${DEFAULT-VALUE}); a file that is being written takes one for as long")
    int parallel;

    @Option(
            names = "--limit-rate",
            paramLabel = "BYTES",
            converter = ByteCounts.class,
            description = "bytes a second of all uploads together: 500k, 2M (unlimited)")
    Optional<Long> limitRate = Optional.empty();

    @Option(
            names = "--give-up-after",
            paramLabel = "TIME",
            converter = Durations.class,
            defaultValue = "60s",
            description = "how long an upload is tried again and again in vain (${DEFAULT-VALUE})")
    Duration giveUpAfter;

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            converter = Durations.class,
            defaultValue = "10s",
            description = "how long uploads in progress may take to end after Ctrl-C (${DEFAULT-VALUE})")
    Duration grace;

    @Option(names = "--http2", description = "HTTP/2, instead of HTTP/1.1 with a connection an upload")
    boolean http2;

    @Option(
            names = {"-q", "--quiet"},
            description = "tell only what goes wrong")
    boolean quiet;
}
