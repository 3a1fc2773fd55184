package io.millrace.cli.push;

import io.millrace.cli.ByteCounts;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options for standard input. */
final class StreamOptions {

    @Option(
            names = "--segment-bytes",
            paramLabel = "BYTES",
            converter = ByteCounts.class,
            description = "a new object after so many bytes; URL has %%d, or %%05d, where its number goes")
    Optional<Long> segmentBytes = Optional.empty();

    @Option(
            names = "--segment-seconds",
            paramLabel = "N",
            description = "a new object when so many seconds have passed, wherever the stream is then")
    Optional<Integer> segmentSeconds = Optional.empty();

    @Option(
            names = "--start-number",
            paramLabel = "N",
            defaultValue = "1",
            description = "the number of the first object (${DEFAULT-VALUE})")
    long startNumber;

    @Option(
            names = "--replay-buffer",
            paramLabel = "BYTES",
            converter = ByteCounts.class,
            defaultValue = "8M",
            description =
                    "an object that is no longer than that is begun again when its upload breaks; a longer one ends"
                            + " cut off, and a new one begins with what follows (${DEFAULT-VALUE})")
    long replayBuffer;

    Optional<Duration> segmentDuration() {
        return segmentSeconds.map(Duration::ofSeconds);
    }
}
