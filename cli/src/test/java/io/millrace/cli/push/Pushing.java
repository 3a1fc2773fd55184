package io.millrace.cli.push;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.cli.http.ConnectionOptions;
import io.millrace.cli.http.Publisher;
import io.millrace.cli.watch.DirectoryEvents;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;

/** What a push is made of, without a command line; closed by whoever made it. */
final class Pushing {

    private static final long LIMIT_SECONDS = 60;

    final StringWriter said = new StringWriter();
    final Reporter reporter = new Reporter(new PrintWriter(said), Reporter.Style.LINES);
    final Retries retries = new Retries(Duration.ofSeconds(30), reporter);
    final Publisher publisher;
    final Sender sender;
    private final AtomicBoolean ending = new AtomicBoolean();
    private CompletableFuture<Void> following = CompletableFuture.completedFuture(null);

    Pushing() {
        ConnectionOptions options = new ConnectionOptions();
        new CommandLine(options).parseArgs();
        publisher = new Publisher(options, 8, false);
        Pace pace = new Pace(new TokenBucket(TokenBucket.UNLIMITED, System::nanoTime), reporter);
        sender = new Sender(publisher, pace, new Jobs(8, retries, reporter), reporter);
    }

    /** Follows a directory on a thread of its own; what is there already was told when this returns. */
    void follow(Path root, FileNames names, Follower.Rules rules) throws Exception {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        following = CompletableFuture.runAsync(
                () -> {
                    try (DirectoryEvents events = DirectoryEvents.of(root, true, Duration.ZERO)) {
                        Follower follower = new Follower(events, names, rules, sender);
                        while (!ending.get()) {
                            follower.step(Duration.ofMillis(20));
                            begun.complete(null);
                        }
                        sender.jobs().callOff();
                    } catch (IOException | InterruptedException e) {
                        begun.completeExceptionally(e);
                    }
                },
                command -> Thread.ofPlatform().daemon().start(command));
        begun.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    void awaitIdle() throws InterruptedException {
        assertTrue(sender.jobs().awaitIdle(Duration.ofSeconds(LIMIT_SECONDS)), said::toString);
    }

    void close() throws Exception {
        ending.set(true);
        following.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        publisher.close();
        reporter.close();
    }
}
