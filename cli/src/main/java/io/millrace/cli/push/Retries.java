package io.millrace.cli.push;

import io.millrace.cli.Backoff;
import io.millrace.cli.http.AnsweredEarlyException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Tries until it is done, is refused for good, or has failed for too long. Used by any threads. */
final class Retries {

    private static final String NEWER = "a newer version goes in its place";

    private final Duration giveUpAfter;
    private final Reporter reporter;

    /** @param giveUpAfter how long to try in vain; zero to try once */
    Retries(Duration giveUpAfter, Reporter reporter) {
        this.giveUpAfter = giveUpAfter;
        this.reporter = reporter;
    }

    /**
     * Tries, and waits between.
     *
     * @param newer down when no further try is wanted
     * @return anything but {@link Outcome.Passing}
     */
    Outcome run(String name, Work work, CountDownLatch newer) throws InterruptedException {
        Backoff backoff = new Backoff(RandomGenerator.getDefault());
        long failingSince = System.nanoTime();
        while (true) {
            if (newer.getCount() == 0) {
                return new Outcome.Nothing(NEWER);
            }
            long begun = System.nanoTime();
            Outcome outcome = attempt(work);
            if (!(outcome instanceof Outcome.Passing passing)) {
                return outcome;
            }
            long now = System.nanoTime();
            if (now - begun > giveUpAfter.toNanos()) {
                // It went well for so long that this is a new fault.
                failingSince = now;
                backoff.reset();
            }
            Duration wait = longer(backoff.next(), passing.notBefore());
            if (now + wait.toNanos() - failingSince > giveUpAfter.toNanos()) {
                return new Outcome.Refused("given up after " + giveUpAfter.toMillis() + " ms: " + passing.reason());
            }
            reporter.retrying(name, passing.reason(), wait);
            if (newer.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                return new Outcome.Nothing(NEWER);
            }
        }
    }

    private static Outcome attempt(Work work) throws InterruptedException {
        try {
            return work.attempt();
        } catch (AnsweredEarlyException e) {
            return e.answer().done()
                    ? new Outcome.Passing(
                            "the server ended the upload early: " + e.answer().said(), Duration.ZERO)
                    : Outcome.of(e.answer());
        } catch (ClosedByInterruptException e) {
            throw (InterruptedException) new InterruptedException().initCause(e);
        } catch (IOException e) {
            return new Outcome.Passing(e.getMessage(), Duration.ZERO);
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
