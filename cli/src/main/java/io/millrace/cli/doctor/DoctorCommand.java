package io.millrace.cli.doctor;

import io.millrace.cli.ByteCounts;
import io.millrace.cli.Durations;
import io.millrace.cli.ExitCode;
import io.millrace.cli.OutputFormat;
import io.millrace.cli.http.Client;
import io.millrace.cli.http.ConnectionOptions;
import io.millrace.cli.http.Publisher;
import io.millrace.cli.http.Target;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace doctor}: pushes and reads through all that is in front of Millrace, and tells what that does to streams. */
@Command(
        name = "doctor",
        description = {
            "Pushes to an ingest and reads at an edge through all that is in front of them, and tells what holds streams back,"
                    + " cuts, changes or keeps them, and what to set.",
            "It uses a directory of its own below both URLs, and deletes what it has put there."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        footerHeading = "%nThe command ends with%n",
        footer = {
            "  0    if nothing is wrong,",
            "  1    if something is, which was told,",
            "  2    if the command line can't be understood,",
            "  3    if nothing is where the URLs point to: no channel, or two Millraces,",
            "  5    if one may not publish or read there,",
            "  6    if something could not be tested: the ingest or the edge can't be reached.",
            "  130  after Ctrl-C."
        })
public final class DoctorCommand implements Callable<Integer> {

    private static final int CONNECTIONS = 64;
    private static final int RADIX = 36;

    @Parameters(index = "0", paramLabel = "INGEST_URL", description = "a directory at the ingest, as encoders reach it")
    private String ingest;

    @Parameters(
            index = "1",
            paramLabel = "EDGE_URL",
            description = "the same directory at the edge, as players reach it")
    private String edge;

    @Option(
            names = "--output",
            paramLabel = "table|json",
            defaultValue = "table",
            description = "how it is printed (${DEFAULT-VALUE})")
    private OutputFormat output;

    @Option(
            names = "--long",
            paramLabel = "TIME",
            converter = Durations.class,
            defaultValue = "5s",
            description = "how long an upload with its reader goes on, with a little twice a second (${DEFAULT-VALUE});"
                    + " 75s finds the usual limits")
    private Duration trickle;

    @Option(
            names = "--pause",
            paramLabel = "TIME",
            converter = Durations.class,
            defaultValue = "3s",
            description = "how long another is silent (${DEFAULT-VALUE}); an ingest itself cuts one off after 60s")
    private Duration pause;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            converter = ByteCounts.class,
            defaultValue = "2M",
            description = "of the largest body (${DEFAULT-VALUE})")
    private long size;

    @Option(names = "--http2", description = "HTTP/2, instead of HTTP/1.1")
    private boolean http2;

    @ArgGroup(validate = false, heading = "%nReading:%n", order = 1)
    private final ReaderOptions reading = new ReaderOptions();

    @ArgGroup(validate = false, heading = "%nConnections, and who publishes:%n", order = 2)
    private final ConnectionOptions connection = new ConnectionOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        URI in = Target.parse(ingest);
        URI out = Target.parse(edge);
        String directory =
                "millrace-doctor-" + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), RADIX) + '/';
        Neighbours neighbours = new Neighbours();
        try (Publisher publisher = new Publisher(connection, CONNECTIONS, http2);
                Client reader = new Client(connection, reading.headers(), CONNECTIONS, http2)) {
            Site site = new Site(
                    Target.below(in, directory),
                    Target.below(reading.told(out, System.getenv()), directory),
                    publisher,
                    reader,
                    neighbours);
            try {
                long begun = System.nanoTime();
                Trips trips = new Trips(site);
                new FirstContact(site, trips).make();
                Findings findings = new Examination(site, trips, neighbours, size, pause, trickle).run();
                Duration took = Duration.ofNanos(System.nanoTime() - begun);
                return told(new Report(
                        Report.Way.of(Hop.IN, Target.shown(ingest), neighbours, findings),
                        Report.Way.of(Hop.OUT, Target.shown(edge), neighbours, findings),
                        took));
            } finally {
                site.clear();
            }
        }
    }

    private int told(Report report) {
        PrintWriter printed = spec.commandLine().getOut();
        Settings settings = new Settings();
        switch (output) {
            case TABLE -> new TextReport(printed, settings).print(report);
            case JSON -> new JsonReport(printed, settings).print(report);
        }
        if (report.count(Result.PROBLEM) > 0) {
            return ExitCode.FAILED;
        }
        return report.count(Result.UNTESTED) > 0 ? ExitCode.UNREACHABLE : ExitCode.OK;
    }
}
