package io.millrace.standalone;

import java.util.Locale;

/** Tells the person at the terminal what has been started: one line a step, with the seconds since the start. */
final class Progress {

    private static final double NANOS_PER_SECOND = 1e9;

    private final long startNanos = System.nanoTime();

    void step(String what, String where) {
        System.out.println(String.format(
                Locale.ROOT,
                "millrace: %4.1f s  %-10s %s",
                (System.nanoTime() - startNanos) / NANOS_PER_SECOND,
                what,
                where));
    }
}
