package io.millrace.cli.tail;

import io.millrace.cli.CommandFailedException;
import io.millrace.cli.Durations;
import io.millrace.cli.ExitCode;
import io.millrace.cli.OutputFormat;
import io.millrace.cli.http.ConnectionOptions;
import io.millrace.cli.http.NumberedUrl;
import io.millrace.cli.http.Target;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace tail}: reads an object while it is uploaded, and tells when each of its chunks came. */
@Command(
        name = "tail",
        description = {
            "Reads an object while it is uploaded, and prints the time, the size, the gap and, where the payload tells"
                    + " when it was made, the latency of each chunk.",
            "Chunks are those of HTTP/1.1, which an edge hands on as the publisher has sent them; of an object that was"
                    + " complete already, they are reads."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        footerHeading = "%nThe command ends with%n",
        footer = {
            "  0    if all that was read was complete,",
            "  1    if it was cut off, or not there,",
            "  2    if the command line can't be understood,",
            "  130  after Ctrl-C."
        })
public final class TailCommand implements Callable<Integer> {

    @Parameters(
            index = "0",
            paramLabel = "URL",
            description = "the object, at an edge; with %%d, or %%05d, for a number with --follow-next")
    private String url;

    @Option(
            names = "--output",
            paramLabel = "table|json",
            defaultValue = "table",
            description = "how it is printed (${DEFAULT-VALUE})")
    private OutputFormat output;

    @Option(
            names = "--follow-next",
            paramLabel = "N",
            description = "URL has a number: begin with N, and go on with the next for as long as there is one")
    private Long first;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            converter = Durations.class,
            defaultValue = "10s",
            description = "how long to wait for an upload to begin (${DEFAULT-VALUE})")
    private Duration wait;

    @Option(
            names = "--stamped",
            description = "chunks begin with the stamps of ./millrace bench, which hold for one machine; otherwise the"
                    + " latency is that of prft boxes (ISO/IEC 14496-12)")
    private boolean stamped;

    @ArgGroup(validate = false, heading = "%nConnections:%n")
    private final ConnectionOptions connection = new ConnectionOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if ((first != null) != NumberedUrl.is(url)) {
            throw new CommandFailedException(
                    "--follow-next goes with a URL that has %s where the number is".formatted(NumberedUrl.PLAIN));
        }
        PrintWriter out = spec.commandLine().getOut();
        TailPrinter printer = switch (output) {
            case TABLE -> new TablePrinter(out);
            case JSON -> new JsonPrinter(out);
        };
        try (EdgeClient client = new EdgeClient(connection)) {
            return first == null ? one(client, printer) : many(client, printer);
        }
    }

    private int one(EdgeClient client, TailPrinter printer) throws InterruptedException {
        return read(client, url, printer) == Ended.COMPLETE ? ExitCode.OK : ExitCode.FAILED;
    }

    /** The end of the numbers is where nothing was for the whole wait; that there was none at all is a failure. */
    private int many(EdgeClient client, TailPrinter printer) throws InterruptedException {
        NumberedUrl urls = NumberedUrl.parse(url);
        boolean allWell = true;
        long number = first;
        Ended ended = read(client, urls.of(number), printer);
        if (ended == Ended.ABSENT) {
            return ExitCode.FAILED;
        }
        while (ended != Ended.ABSENT) {
            allWell &= ended == Ended.COMPLETE;
            if (ended == Ended.FAILED) {
                return ExitCode.FAILED;
            }
            number++;
            ended = read(client, urls.of(number), printer);
        }
        return allWell ? ExitCode.OK : ExitCode.FAILED;
    }

    private Ended read(EdgeClient client, String target, TailPrinter printer) throws InterruptedException {
        Tail tail = new Tail(target, printer, stamped ? Latency::ofStamp : Latency::ofProducerReference);
        return client.get(Target.parse(target), wait, tail);
    }
}
