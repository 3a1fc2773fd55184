package io.millrace.cli.push;

import io.millrace.cli.CommandFailedException;
import io.millrace.cli.ExitCode;
import io.millrace.cli.http.ConnectionOptions;
import io.millrace.cli.http.NumberedUrl;
import io.millrace.cli.http.Publisher;
import io.millrace.cli.http.Target;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace push}: uploads a directory as a packager writes it, a file, or standard input. */
@Command(
        name = "push",
        description = "Uploads a directory while a packager writes it, a file, or standard input.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        footerHeading = "%nThe command ends with%n",
        footer = {
            "  0    if everything arrived,",
            "  1    if something did not, which was said,",
            "  2    if the command line can't be understood,",
            "  130  after Ctrl-C, when uploads in progress have ended or were cut off."
        })
public final class PushCommand implements Callable<Integer> {

    private static final String STANDARD_INPUT = "-";

    @Parameters(
            index = "0",
            paramLabel = "DIR|FILE|-",
            description = "what to upload: a directory, which is followed; a file; or - for standard input")
    private String source;

    @Parameters(
            index = "1",
            paramLabel = "URL",
            description =
                    "where to: of a directory for DIR; of an object, or of a directory with a / at its end, for FILE")
    private String target;

    @ArgGroup(validate = false, heading = "%nDirectories:%n", order = 1)
    private final DirectoryOptions directory = new DirectoryOptions();

    @ArgGroup(validate = false, heading = "%nStandard input:%n", order = 2)
    private final StreamOptions stream = new StreamOptions();

    @ArgGroup(validate = false, heading = "%nUploads:%n", order = 3)
    private final TransferOptions transfer = new TransferOptions();

    @ArgGroup(validate = false, heading = "%nConnections:%n", order = 4)
    private final ConnectionOptions connection = new ConnectionOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (transfer.parallel < 1) {
            throw new CommandFailedException("--parallel is at least 1");
        }
        try (Stop stop = new Stop(transfer.grace);
                Publisher publisher = new Publisher(connection, transfer.parallel, transfer.http2);
                Reporter reporter = new Reporter(spec.commandLine().getErr(), style())) {
            Retries retries = new Retries(transfer.giveUpAfter, reporter);
            Pace pace = new Pace(
                    new TokenBucket(transfer.limitRate.orElse(TokenBucket.UNLIMITED), System::nanoTime), reporter);
            Sender sender = new Sender(publisher, pace, new Jobs(transfer.parallel, retries, reporter), reporter);
            boolean arrived = source.equals(STANDARD_INPUT)
                    ? stream(sender, retries)
                    : files(new DirectoryPush(directory, sender, stop));
            return arrived && reporter.failures() == 0 ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    private boolean stream(Sender sender, Retries retries) throws IOException, InterruptedException {
        boolean segmented = stream.segmentBytes.isPresent() || stream.segmentSeconds.isPresent();
        if (segmented && !NumberedUrl.is(target)) {
            throw new CommandFailedException(
                    "URL has no number for the segments; write %s where it goes".formatted(NumberedUrl.PLAIN));
        }
        URI first = Target.parse(segmented ? NumberedUrl.parse(target).of(stream.startNumber) : target);
        if (first.getPath().endsWith("/") || first.getPath().isEmpty()) {
            throw new CommandFailedException(
                    target + " names a directory; standard input is an object: give it a name");
        }
        InputStream in = System.in;
        return new StreamPush(target, stream, sender, retries, System::nanoTime).run(in);
    }

    private boolean files(DirectoryPush push) throws InterruptedException {
        URI url = Target.parse(target);
        Path path = Path.of(source);
        try {
            if (Files.isDirectory(path)) {
                Path root = path.toRealPath();
                if (directory.once) {
                    push.once(root, url);
                } else {
                    push.follow(root, url);
                }
                return true;
            }
            if (!Files.isRegularFile(path)) {
                throw new CommandFailedException(
                        Files.exists(path)
                                ? source + " is neither a directory nor a file; of a pipe, upload standard input: -"
                                : source + " is not there");
            }
            Path file = path.toRealPath();
            URI object = url.getPath().isEmpty() || url.getPath().endsWith("/")
                    ? Target.below(url, path.getFileName().toString())
                    : url;
            if (directory.follow) {
                push.follow(file.getParent(), file, object);
            } else {
                push.file(file, object);
            }
            return true;
        } catch (IOException e) {
            throw new CommandFailedException(source + " can't be read: " + e.getMessage(), e);
        }
    }

    private Reporter.Style style() {
        if (transfer.quiet) {
            return Reporter.Style.QUIET;
        }
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
                ? Reporter.Style.STATUS
                : Reporter.Style.LINES;
    }
}
