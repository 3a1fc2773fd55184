package io.millrace.bench;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What the command line says. */
final class Options {

    /** One short run of each scenario is enough to see that it works. */
    private static final int QUICK_RUNS = 1;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "S1",
            description = "these scenarios; S6, S7 and S9 are all of theirs")
    private List<String> only = List.of();

    @Option(names = "--runs", paramLabel = "N", description = "runs of each scenario on each server (${DEFAULT-VALUE})")
    private int runs = 3;

    @Option(names = "--quick", description = "one short run of each, not warmed up: to see that it works")
    private boolean quick;

    @Option(names = "--out", paramLabel = "DIR", description = "where the report goes (target/bench)")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "a setting of the services, as an environment variable; may be repeated")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--edge-flags", split = " ", paramLabel = "FLAGS", description = "flags for the edge's JVM")
    private List<String> edgeFlags = List.of();

    @Option(names = "--ingest-flags", split = " ", paramLabel = "FLAGS", description = "flags for the ingest's JVM")
    private List<String> ingestFlags = List.of();

    @Option(
            names = "--reference",
            paramLabel = "NAME=COMMAND",
            description = "a further server to compare with, which takes PUT and GET on {port}; may be repeated")
    private Map<String, String> references = new LinkedHashMap<>();

    @Option(names = "--floor", paramLabel = "FILE", description = "the bare server in C, as a further reference")
    private Optional<Path> floor = Optional.empty();

    @Option(
            names = "--llfan",
            paramLabel = "FILE",
            description = "the load generator in C: measures the same scenarios beside the bench")
    private Optional<Path> llfan = Optional.empty();

    @Option(names = "--untrained", description = "leave out what ./millrace train has made")
    private boolean untrained;

    @Option(
            names = "--installed",
            paramLabel = "DIR",
            description =
                    "where the services are, if not where they were built: DIR/edge/quarkus-run.jar and its jvm.args")
    private Optional<Path> installed = Optional.empty();

    @Option(names = "--java", paramLabel = "FILE", description = "what runs the services (the same as the bench)")
    private Optional<Path> java = Optional.empty();

    @Option(names = "--references-only", description = "without Millrace")
    private boolean referencesOnly;

    @Option(
            names = "--installed-only",
            description = "leave nginx and redis-benchmark out where they are not installed, and fetch nothing")
    private boolean installedOnly;

    /**
     * Understands a command line.
     *
     * @throws CommandLine.ParameterException if it can't be understood
     */
    static Options parse(String... args) {
        return CommandLine.populateCommand(new Options(), args);
    }

    /** Whether a scenario is wanted: {@code S7} wants S7-100K and S7-1M. */
    boolean wants(String scenario) {
        return only.isEmpty()
                || only.stream()
                        .anyMatch(name -> scenario.equalsIgnoreCase(name)
                                || scenario.regionMatches(true, 0, name + '-', 0, name.length() + 1));
    }

    List<String> only() {
        return only;
    }

    int runs() {
        return quick ? QUICK_RUNS : runs;
    }

    boolean quick() {
        return quick;
    }

    /** Where Millrace's modules are, built. */
    Path root() {
        return Path.of(System.getProperty("millrace.root", "."))
                .toAbsolutePath()
                .normalize();
    }

    Path out() {
        return out.orElse(root().resolve("target/bench")).toAbsolutePath().normalize();
    }

    Map<String, String> settings() {
        return settings;
    }

    List<String> edgeFlags() {
        return edgeFlags;
    }

    List<String> ingestFlags() {
        return ingestFlags;
    }

    /** Commands by name. */
    Map<String, String> references() {
        Map<String, String> all = new LinkedHashMap<>(references);
        floor.ifPresent(program -> all.put("floor", program.toAbsolutePath() + " -l -p {port}"));
        return all;
    }

    Optional<Path> llfan() {
        return llfan.map(Path::toAbsolutePath);
    }

    /** Whether the services may have the caches that a training has written. */
    boolean learned() {
        return !untrained;
    }

    Installation installation() {
        return new Installation(
                root(),
                installed.map(directory -> directory.toAbsolutePath().normalize()),
                java.orElseGet(Installation::ownJava));
    }

    boolean withMillrace() {
        return !referencesOnly;
    }

    boolean installedOnly() {
        return installedOnly;
    }
}
