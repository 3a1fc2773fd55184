package io.millrace.cli.doctor;

import io.millrace.cli.http.AnswerHead;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** What an edge has of an object now. */
final class Whole {

    /** An edge hears of an upload's end at once, or within a second where it has lost its hints. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static final Duration AGAIN = Duration.ofMillis(50);

    private Whole() {}

    /** What there is of an object. */
    enum State {
        NOTHING,
        IN_PROGRESS,
        WHOLE
    }

    /**
     * Waits until an object that was taken is complete at the edge.
     *
     * @throws IOException if it is not in time
     */
    static void await(Site site, String name) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        State state = state(site, name);
        while (state != State.WHOLE) {
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "an upload was taken, but is not complete at the edge within " + Figures.time(LONGEST));
            }
            Thread.sleep(AGAIN);
            state = state(site, name);
        }
    }

    /** Asks past caches. */
    static State state(Site site, String name) throws IOException, InterruptedException {
        try (Reading reading = site.headPastCaches(name, Map.of())) {
            if (!reading.awaitEnd(site.timeout())) {
                throw new IOException("the edge gave no answer");
            }
            return switch (reading.head().status()) {
                case 200 -> isWhole(reading.head()) ? State.WHOLE : State.IN_PROGRESS;
                case 404, 410 -> State.NOTHING;
                default ->
                    throw new IOException("the edge answered " + reading.head().status());
            };
        }
    }

    /** What is in progress has neither a tag nor a date nor a length; but some add a length of 0 to every answer to HEAD. */
    private static boolean isWhole(AnswerHead head) {
        return head.has("ETag")
                || head.has("Last-Modified")
                || (head.has("Content-Length") && !head.header("Content-Length").equals("0"));
    }
}
