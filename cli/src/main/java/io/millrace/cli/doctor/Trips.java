package io.millrace.cli.doctor;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How long short questions take on the same ways at the same time: what is measured is held against that, so that a machine that
 * is slow or busy is not taken for one that holds back. Used by any threads.
 */
final class Trips {

    private static final Duration SHORTEST_PATIENCE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(10);
    private static final double SLOW = 0.9;
    private static final int PATIENT = 10;
    private static final int NOISE = 3;
    /** Less is not worth a word on any network. */
    private static final long NOISE_FLOOR_NANOS = 100_000_000L;

    private final Site site;
    private final List<Long> nanos = new ArrayList<>();

    Trips(Site site) {
        this.site = site;
    }

    /** Asks for an object that is there, without its bytes, and waits for the answer. */
    void ask() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        try (Reading reading = site.headPastCaches(Site.GREETING, Map.of())) {
            if (!reading.awaitEnd(site.timeout())) {
                throw new IOException("the edge gave no answer within " + Figures.time(site.timeout()));
            }
            reading.head();
        }
        synchronized (this) {
            nanos.add(System.nanoTime() - begun);
        }
    }

    /** The middle one. */
    synchronized long medianNanos() {
        return Figures.median(nanos);
    }

    /** How long to wait for what comes at once where nothing holds it back. */
    synchronized Duration patience() {
        Duration slow = Duration.ofNanos(Figures.quantile(nanos, SLOW)).multipliedBy(PATIENT);
        Duration patience = slow.compareTo(SHORTEST_PATIENCE) > 0 ? slow : SHORTEST_PATIENCE;
        return patience.compareTo(LONGEST_PATIENCE) < 0 ? patience : LONGEST_PATIENCE;
    }

    /** What is less late than that may be late by itself. */
    long noiseNanos() {
        return NOISE_FLOOR_NANOS + NOISE * medianNanos();
    }
}
