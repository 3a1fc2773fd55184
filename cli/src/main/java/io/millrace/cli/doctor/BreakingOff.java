package io.millrace.cli.doctor;

import io.millrace.cli.http.AnswerHead;
import io.millrace.cli.http.Put;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** An upload that breaks off: neither way may make a whole object of it. */
final class BreakingOff implements Trial {

    /** More than what proxies wait for before they decide where a request goes. */
    private static final int BYTES = 64 * 1024;

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration AGAIN = Duration.ofMillis(50);

    private final Site site;
    private final Trips trips;

    BreakingOff(Site site, Trips trips) {
        this.site = site;
        this.trips = trips;
    }

    @Override
    public Set<Check> checks() {
        return EnumSet.of(Check.ABORTED_UPLOAD, Check.ABORTED_RESPONSE);
    }

    @Override
    @SuppressWarnings("try") // the upload is closed in the middle
    public void run(Findings findings) throws IOException, InterruptedException {
        String name = site.name(".m4s");
        boolean arrived;
        Put put = site.put(name, Map.of());
        try {
            Piecemeal pieces = new Piecemeal(site, name, put);
            pieces.send(BYTES);
            arrived = pieces.awaitArrival(pieces.sent(), trips.patience()).isPresent();
        } catch (IOException | InterruptedException e) {
            put.close();
            throw e;
        }
        if (arrived) {
            try (Reading reading = site.read(name, Map.of())) {
                boolean begun = reading.awaitHead(trips.patience());
                put.close();
                boolean ended = reading.awaitEnd(LONGEST);
                Whole.State state = settled(name);
                tellOfWayIn(findings, state, BYTES);
                tellOfWayOut(findings, name, reading, begun && ended, state);
            }
        } else {
            put.close();
            Thread.sleep(trips.patience());
            tellOfWayIn(findings, settled(name), 0);
            findings.untested(
                    Check.ABORTED_RESPONSE, "nothing was in progress at the edge, for the way in holds uploads back");
        }
    }

    private static void tellOfWayIn(Findings findings, Whole.State state, int arrived) {
        Check check = Check.ABORTED_UPLOAD;
        switch (state) {
            case WHOLE ->
                findings.problem(
                        check,
                        "an upload that broke off after %s was made a whole object of".formatted(Figures.bytes(BYTES)));
            case IN_PROGRESS ->
                findings.problem(
                        check,
                        "an upload that broke off was still open %s later: it is not told on that the encoder has gone"
                                .formatted(Figures.time(LONGEST)));
            case NOTHING ->
                findings.ok(
                        check,
                        (arrived == 0
                                        ? "of an upload that broke off nothing is there"
                                        : "an upload that broke off after %s was cut off in Millrace")
                                .formatted(Figures.bytes(BYTES)));
        }
    }

    private void tellOfWayOut(Findings findings, String name, Reading reading, boolean ended, Whole.State state)
            throws IOException, InterruptedException {
        Check check = Check.ABORTED_RESPONSE;
        if (state != Whole.State.NOTHING) {
            findings.untested(check, "no upload was seen to break off");
            return;
        }
        if (reading.ended(Reading.End.CLEAN) && reading.head().status() == 200) {
            findings.problem(
                    check,
                    "a response that was cut off ended as if it were whole, after %s%s"
                            .formatted(
                                    Figures.bytes(reading.bytes()),
                                    withoutFrame(reading.head())
                                            ? "; it had neither a length nor chunks, so that nobody can tell its end from a cut"
                                            : ""));
            return;
        }
        try (Reading later = site.read(name, Map.of())) {
            if (later.awaitEnd(trips.patience())
                    && later.ended(Reading.End.CLEAN)
                    && later.head().status() == 200) {
                findings.problem(
                        check,
                        "what is left of an upload that broke off, %s, is kept and served as whole"
                                .formatted(later.bytes()));
            } else if (ended) {
                findings.ok(check, "its reader was cut off too");
            } else {
                findings.problem(
                        check, "its reader was left waiting for more than %s".formatted(Figures.time(LONGEST)));
            }
        }
    }

    private static boolean withoutFrame(AnswerHead head) {
        return head.version().alpnName().startsWith("http/1")
                && !head.has("Content-Length")
                && !head.has("Transfer-Encoding");
    }

    /** What it is in the end; in progress only if it still is after long. */
    private Whole.State settled(String name) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        Whole.State state = Whole.state(site, name);
        while (state == Whole.State.IN_PROGRESS && System.nanoTime() < deadline) {
            Thread.sleep(AGAIN);
            state = Whole.state(site, name);
        }
        return state;
    }
}
