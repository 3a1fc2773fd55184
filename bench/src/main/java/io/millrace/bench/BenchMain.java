package io.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code ./millrace bench}. Ends with 1 when a byte was missing or wrong in any run or when it could not measure, with 2
 * when the command line can't be understood.
 */
@Command(
        name = "./millrace bench",
        sortOptions = false,
        description = "Starts Millrace and what it is compared with, on loopback, measures them, and writes a report.")
final class BenchMain implements Callable<Integer> {

    @Mixin
    private final Options options = new Options();

    @Option(names = "--help", usageHelp = true, description = "this text")
    @SuppressWarnings("unused") // picocli prints the text and calls nothing
    private boolean help;

    private BenchMain() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new BenchMain()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        List<Scenario> scenarios = Catalogue.all().stream()
                .filter(scenario -> options.wants(scenario.name()))
                .toList();
        if (scenarios.isEmpty()) {
            System.err.println("bench: no scenario is called " + String.join(" or ", options.only()));
            return CommandLine.ExitCode.USAGE;
        }
        Report report = new Report(options);
        List<Result> results = new ArrayList<>();
        try (Servers servers = new Servers(Files.createTempDirectory("millrace-bench-"))) {
            Thread atKill = Thread.ofPlatform().unstarted(servers::close);
            Runtime.getRuntime().addShutdownHook(atKill);
            Bench bench = new Bench(options, servers);
            for (Scenario scenario : scenarios) {
                results.add(bench.run(scenario));
                // What there is already survives what comes.
                report.write(results);
            }
            boolean _ = Runtime.getRuntime().removeShutdownHook(atKill);
        } catch (InterruptedException _) {
            return CommandLine.ExitCode.SOFTWARE;
        }
        System.out.println(options.out().resolve("report.md"));
        return results.stream().allMatch(Result::faultless) ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
