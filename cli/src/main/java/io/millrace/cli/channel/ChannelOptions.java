package io.millrace.cli.channel;

import io.millrace.cli.BitRates;
import io.millrace.cli.ByteCounts;
import io.millrace.cli.Durations;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that tell a channel's fields; those that are not here are told by a file. */
final class ChannelOptions {

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "fields from YAML or JSON, which the options below go before; - for standard input")
    Optional<String> file = Optional.empty();

    @Option(
            names = "--path-prefix",
            paramLabel = "PATH",
            description = "objects whose path begins with this are the channel's; ends with /")
    Optional<String> pathPrefix = Optional.empty();

    @Option(names = "--display-name", paramLabel = "TEXT", description = "what people call it")
    Optional<String> displayName = Optional.empty();

    @Option(
            names = "--retention",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "how long a segment lives from the end of its upload: 2m")
    Optional<Duration> retention = Optional.empty();

    @Option(
            names = "--max-bit-rate",
            paramLabel = "RATE",
            converter = BitRates.class,
            description = "bits per second of one upload: 20M")
    Optional<Long> maxBitRate = Optional.empty();

    @Option(
            names = "--max-object-size",
            paramLabel = "BYTES",
            converter = ByteCounts.class,
            description = "the longest object: 10MB")
    Optional<Long> maxObjectBytes = Optional.empty();

    @Option(names = "--max-uploads", paramLabel = "N", description = "uploads in progress at once on one ingest")
    Optional<Integer> maxUploads = Optional.empty();

    @Option(
            names = "--window-size",
            paramLabel = "BYTES",
            converter = ByteCounts.class,
            description = "what stays readable of an upload without end: 64MB")
    Optional<Long> windowBytes = Optional.empty();

    @Option(
            names = "--window-duration",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "how long it stays readable: 30s")
    Optional<Duration> windowDuration = Optional.empty();

    @Option(
            names = "--hold-limit",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "the longest that a request for what is not there yet may ask to be held: 5s")
    Optional<Duration> holdLimit = Optional.empty();

    @Option(names = "--edge-count", paramLabel = "N", description = "how many edges serve it; 0 for all")
    Optional<Integer> edgeCount = Optional.empty();

    @Option(
            names = "--playback",
            paramLabel = "open|cdn-secret|signed",
            description =
                    "who may read: everybody, a CDN that tells a secret, who has a signed token; the details of a policy"
                            + " are told by a file")
    Optional<Playback> playback = Optional.empty();

    @Option(
            names = "--cors-origin",
            paramLabel = "ORIGIN",
            description = "pages of this origin may read; may be repeated")
    List<String> corsOrigins = List.of();

    @Option(
            names = "--disabled",
            paramLabel = "true|false",
            arity = "1",
            description = "whether nothing is published or read for now")
    Optional<Boolean> disabled = Optional.empty();

    @Option(names = "--label", paramLabel = "KEY=VALUE", description = "a label; may be repeated")
    Map<String, String> labels = new LinkedHashMap<>();

    /** Who may read. */
    enum Playback {
        OPEN,
        CDN_SECRET,
        SIGNED;

        /** As it is written on a command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
