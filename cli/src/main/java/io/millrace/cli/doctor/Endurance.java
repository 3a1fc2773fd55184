package io.millrace.cli.doctor;

import io.millrace.cli.http.Answer;
import io.millrace.cli.http.AnsweredEarlyException;
import io.millrace.cli.http.Put;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An upload with a reader that takes long: with a piece now and then, or in silence. */
final class Endurance implements Trial {

    /** More than what proxies wait for before they decide where a request goes. */
    private static final int FIRST_BYTES = 64 * 1024;

    private static final int PIECE_BYTES = 512;
    private static final Duration TICK = Duration.ofMillis(50);
    /** A reader whose end comes so shortly before that of its upload is seen may have been cut off with it. */
    private static final Duration FOLLOWING = Duration.ofSeconds(1);

    private final Site site;
    private final Trips trips;
    private final Neighbours neighbours;
    private final Duration length;
    private final Optional<Duration> every;
    private final Check in;
    private final Check out;

    private Endurance(
            Site site,
            Trips trips,
            Neighbours neighbours,
            Duration length,
            Optional<Duration> every,
            Check in,
            Check out) {
        this.site = site;
        this.trips = trips;
        this.neighbours = neighbours;
        this.length = length;
        this.every = every;
        this.in = in;
        this.out = out;
    }

    /** Nothing is sent for so long. */
    static Endurance silent(Site site, Trips trips, Neighbours neighbours, Duration length) {
        return new Endurance(
                site, trips, neighbours, length, Optional.empty(), Check.REQUEST_SILENCE, Check.RESPONSE_SILENCE);
    }

    /** A little is sent every half second, for so long in all. */
    static Endurance trickling(Site site, Trips trips, Neighbours neighbours, Duration length) {
        return new Endurance(
                site,
                trips,
                neighbours,
                length,
                Optional.of(Duration.ofMillis(500)),
                Check.REQUEST_DURATION,
                Check.RESPONSE_DURATION);
    }

    @Override
    public Set<Check> checks() {
        return EnumSet.of(in, out);
    }

    @Override
    public void run(Findings findings) throws IOException, InterruptedException {
        String name = site.name(".m4s");
        try (Put put = site.put(name, Map.of())) {
            Piecemeal pieces = new Piecemeal(site, name, put);
            long begun = System.nanoTime();
            pieces.send(FIRST_BYTES);
            if (pieces.awaitArrival(pieces.sent(), trips.patience()).isPresent()) {
                try (Reading reading = site.read(name, Map.of())) {
                    last(findings, pieces, put, Optional.of(reading), begun);
                }
            } else {
                findings.untested(out, "nothing was in progress at the edge, for the way in holds uploads back");
                last(findings, pieces, put, Optional.empty(), begun);
            }
        }
    }

    private void last(Findings findings, Piecemeal pieces, Put put, Optional<Reading> reading, long begun)
            throws IOException, InterruptedException {
        Optional<String> cut = goOn(pieces, put, begun);
        long lasted = System.nanoTime() - begun;
        // Who is cut off because the upload was is not cut off on the way out.
        long spared = cut.isPresent() ? lasted - FOLLOWING.toNanos() : lasted;
        Optional<String> cutBefore = reading.flatMap(open -> cutShort(open, begun, spared));
        if (cut.isEmpty()) {
            cut = end(pieces, put);
        }
        String how = every.isPresent() ? "with a piece every " + Figures.time(every.get()) : "in silence";
        if (cut.isPresent()) {
            findings.problem(in, "an upload %s was cut after %s: %s".formatted(how, Figures.time(lasted), cut.get()));
        } else {
            findings.ok(in, "an upload lasted %s %s".formatted(Figures.time(lasted), how));
        }
        if (reading.isEmpty()) {
            return;
        }
        Reading read = reading.get();
        if (cutBefore.isPresent()) {
            findings.problem(out, "a response %s was cut after %s".formatted(how, cutBefore.get()));
        } else if (cut.isPresent()) {
            findings.untested(out, "the upload was cut first");
        } else if (!read.awaitEnd(site.timeout()) || !read.ended(Reading.End.CLEAN) || read.bytes() != pieces.sent()) {
            findings.problem(
                    out,
                    "a response %s did not get to its end: %s of %s came%s"
                            .formatted(
                                    how,
                                    Figures.bytes(read.bytes()),
                                    Figures.bytes(pieces.sent()),
                                    read.failure().isEmpty() ? "" : ", " + read.failure()));
        } else {
            findings.ok(out, "a response lasted %s %s".formatted(Figures.time(lasted), how));
        }
    }

    /** Goes on until the time is over: why the upload could not, if so. */
    private Optional<String> goOn(Piecemeal pieces, Put put, long begun) throws InterruptedException {
        long end = begun + length.toNanos();
        long next = begun + every.orElse(length).toNanos();
        try {
            while (System.nanoTime() < end) {
                Thread.sleep(TICK);
                put.check();
                if (every.isPresent() && System.nanoTime() >= next) {
                    pieces.send(PIECE_BYTES);
                    next += every.get().toNanos();
                }
            }
            return Optional.empty();
        } catch (AnsweredEarlyException e) {
            neighbours.answered(put);
            return Optional.of(e.answer().said());
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** How a response ended while its upload went on, if it did. */
    private static Optional<String> cutShort(Reading reading, long begun, long before) {
        long after = reading.endNanos() - begun;
        return reading.end().isEmpty() || after > before
                ? Optional.empty()
                : Optional.of(Figures.time(after) + ": " + reading.ending());
    }

    private Optional<String> end(Piecemeal pieces, Put put) throws InterruptedException {
        try {
            pieces.send(PIECE_BYTES);
            Answer answer = site.ended(put);
            return answer.done() ? Optional.empty() : Optional.of(answer.said());
        } catch (AnsweredEarlyException e) {
            return Optional.of(e.answer().said());
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        }
    }
}
