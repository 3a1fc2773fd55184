package io.millrace.cli.key;

import io.millrace.cli.Durations;
import io.millrace.cli.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a key takes the place of another, whatever they are for. */
final class Rotation {

    @Option(
            names = "--overlap",
            paramLabel = "TIME",
            converter = Durations.class,
            defaultValue = "0s",
            description = "for how long; up to 90d (${DEFAULT-VALUE})")
    Duration overlap;

    @Option(
            names = "--id",
            paramLabel = "ID",
            defaultValue = "",
            description = "the last part of the new key's name (a random one)")
    String id;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            converter = Times.class,
            description = "when the new key ends: 2030-01-31T12:00:00Z (never)")
    Optional<Instant> expires = Optional.empty();

    @Option(
            names = "--etag",
            paramLabel = "ETAG",
            defaultValue = "",
            description = "only if the old key still has this etag")
    String etag;
}
