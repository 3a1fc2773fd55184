package io.millrace.cli.doctor;

import io.millrace.cli.CommandFailedException;
import io.millrace.cli.ExitCode;
import io.millrace.cli.http.Answer;
import io.millrace.cli.http.AnswerHead;
import io.millrace.cli.http.Put;
import io.millrace.cli.http.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Whether there is anything to look at: both ways lead to one Millrace, and let the caller in. */
final class FirstContact {

    private static final int GREETING_BYTES = 100;
    private static final Duration ARRIVAL = Duration.ofSeconds(10);
    private static final Duration AGAIN = Duration.ofMillis(50);
    /** Times short questions before anything is held against them. */
    private static final int TRIPS = 5;

    private final Site site;
    private final Trips trips;

    FirstContact(Site site, Trips trips) {
        this.site = site;
        this.trips = trips;
    }

    /** @throws CommandFailedException if it can't be gone on with; the message says why, and what to do */
    void make() throws InterruptedException {
        try {
            askEdge();
        } catch (IOException e) {
            throw unreachable("EDGE_URL", e);
        }
        try {
            askIngest();
            upload();
            for (int i = 0; i < TRIPS; i++) {
                trips.ask();
            }
        } catch (IOException e) {
            throw unreachable("INGEST_URL", e);
        }
    }

    private void askEdge() throws IOException, InterruptedException {
        try (Reading reading = site.read("none", Map.of())) {
            if (!reading.awaitEnd(site.timeout())) {
                throw new IOException("there is no answer within " + Figures.time(site.timeout()));
            }
            site.seen(reading);
            AnswerHead head = reading.head();
            switch (head.status()) {
                case 404, 410 -> {
                    // As it should be: nothing is there yet.
                }
                case 401, 403 ->
                    throw new CommandFailedException(
                            "the edge answered %d: reading needs --playback-token, or a --reader-header such as that of a CDN's secret"
                                    .formatted(head.status()),
                            ExitCode.NOT_ALLOWED);
                default -> throw refused("EDGE_URL", head, reading.text());
            }
        }
    }

    /** An empty upload is a probe: it changes nothing. */
    private void askIngest() throws IOException, InterruptedException {
        try (Put probe = site.put("probe.m4s", Map.of("Content-Length", "0"))) {
            Answer answer = site.ended(probe);
            if (answer.done()) {
                return;
            }
            AnswerHead head = probe.head().orElseThrow();
            switch (answer.status()) {
                case 401, 403 -> throw new CommandFailedException(answer.said(), ExitCode.NOT_ALLOWED);
                case 404 ->
                    throw new CommandFailedException(
                            "the ingest answered 404: no channel has the path of INGEST_URL, or something else answers there",
                            ExitCode.NOT_THERE);
                case 405, 501 ->
                    throw new CommandFailedException(
                            "PUT is answered with %d: what is in front of the ingest has to let PUT and DELETE pass"
                                    .formatted(answer.status()));
                default -> throw refused("INGEST_URL", head, answer.detail());
            }
        }
    }

    private static CommandFailedException refused(String url, AnswerHead head, String body) {
        if (head.status() >= 300 && head.status() < 400) {
            return new CommandFailedException("%s is redirected (%d) to %s: encoders do not follow; give that URL"
                    .formatted(url, head.status(), Target.shown(head.header("Location"))));
        }
        return new CommandFailedException(
                "what is at %s answered %d%s"
                        .formatted(
                                url,
                                head.status(),
                                body.isBlank()
                                        ? ""
                                        : ": "
                                                + body.strip()
                                                        .lines()
                                                        .findFirst()
                                                        .orElse("")),
                ExitCode.UNREACHABLE);
    }

    private void upload() throws IOException, InterruptedException {
        String name = Site.GREETING;
        Answer answer = site.put(name, Site.payload(name).bytes(0, GREETING_BYTES), Map.of());
        if (!answer.done()) {
            throw new CommandFailedException(
                    "an upload of %d bytes fails: %s".formatted(GREETING_BYTES, answer.said()), ExitCode.UNREACHABLE);
        }
        long deadline = System.nanoTime() + ARRIVAL.toNanos();
        while (!isThere(name)) {
            if (System.nanoTime() > deadline) {
                throw new CommandFailedException(
                        "what was uploaded is not at the edge within %s: INGEST_URL and EDGE_URL have to lead to the same path of one Millrace"
                                .formatted(Figures.time(ARRIVAL)),
                        ExitCode.NOT_THERE);
            }
            Thread.sleep(AGAIN);
        }
    }

    private boolean isThere(String name) throws IOException, InterruptedException {
        try (Reading reading = site.readPastCaches(name, 0, Map.of())) {
            return reading.awaitEnd(site.timeout())
                    && reading.head().status() == 200
                    && reading.bytes() == GREETING_BYTES
                    && reading.difference() == Payload.SAME;
        }
    }

    private static CommandFailedException unreachable(String url, IOException cause) {
        String tls = cause.getCause() instanceof javax.net.ssl.SSLException
                ? "; --ca says which authorities are trusted"
                : "";
        return new CommandFailedException(
                "what is at %s can't be reached: %s%s".formatted(url, cause.getMessage(), tls), ExitCode.UNREACHABLE);
    }
}
