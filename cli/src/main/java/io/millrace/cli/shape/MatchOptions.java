package io.millrace.cli.shape;

import io.millrace.proto.control.v1.Int64Range;
import io.millrace.proto.control.v1.Match;
import io.millrace.proto.control.v1.NumberMatch;
import io.millrace.proto.control.v1.ObjectKind;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which requests something is done to, as options. */
final class MatchOptions {

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "manifest, init, segment, part, key or other; may be repeated")
    private List<Kind> kinds = List.of();

    @Option(names = "--path", paramLabel = "GLOB", description = "paths, such as /live/**/*.m4s; may be repeated")
    private List<String> paths = List.of();

    @Option(
            names = "--bit-rate",
            paramLabel = "RANGE",
            converter = NumberRange.OfBitRates.class,
            description = "renditions by bit rate: 3M, 800k-3M, 3M-")
    private Optional<Int64Range> bitRate = Optional.empty();

    @Option(
            names = "--height",
            paramLabel = "RANGE",
            converter = NumberRange.OfNumbers.class,
            description = "renditions by height in pixels: 1080, 720-")
    private Optional<Int64Range> height = Optional.empty();

    @Option(
            names = "--ladder",
            paramLabel = "RANGE",
            converter = NumberRange.OfNumbers.class,
            description = "renditions by their place, 0 for the lowest")
    private Optional<Int64Range> ladder = Optional.empty();

    @Option(
            names = "--segments",
            paramLabel = "RANGE",
            converter = NumberRange.OfNumbers.class,
            description = "segments by number, 0 for the session's first: 5, 5-9, 5-")
    private Optional<Int64Range> segments = Optional.empty();

    /** What is asked for. */
    enum Kind {
        MANIFEST,
        INIT,
        SEGMENT,
        PART,
        KEY,
        OTHER
    }

    /** What the options say; every request, where there are none. */
    Match match() {
        Match.Builder match = Match.newBuilder().addAllPaths(paths);
        kinds.forEach(kind -> match.addKinds(ObjectKind.valueOf("OBJECT_KIND_" + kind.name())));
        bitRate.ifPresent(match::setBitRate);
        height.ifPresent(match::setHeight);
        ladder.ifPresent(match::setLadder);
        segments.ifPresent(range -> match.setNumber(NumberMatch.newBuilder().setRange(range)));
        return match.build();
    }
}
