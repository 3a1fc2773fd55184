package io.millrace.cli.key;

import io.millrace.cli.Times;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What may be said of a key that is made, whatever it is for. */
final class NewKey {

    @Option(
            names = "--id",
            paramLabel = "ID",
            defaultValue = "",
            description = "the last part of its name (a random one)")
    String id;

    @Option(
            names = "--display-name",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "what people call it, such as the encoder's name or the CDN's")
    String displayName;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            converter = Times.class,
            description = "when it ends: 2030-01-31T12:00:00Z (never)")
    Optional<Instant> expires = Optional.empty();
}
