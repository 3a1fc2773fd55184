package io.millrace.cli.push;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Tells a person, or a log, what becomes of the uploads, and counts it. On a terminal the present state is one line that
 * stays at the bottom. Used by all threads.
 */
final class Reporter implements AutoCloseable {

    /** How much is told. */
    enum Style {
        /** What went wrong. */
        QUIET,
        /** A line for everything. */
        LINES,
        /** What went wrong, and one line that changes. */
        STATUS
    }

    private static final Duration STATUS_EVERY = Duration.ofMillis(500);
    private static final String CLEAR_LINE = "\r\033[K";
    private static final double MEGA = 1e6;

    private final PrintWriter out;
    private final Style style;
    private final long startNanos = System.nanoTime();
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicLong stored = new AtomicLong();
    private final AtomicLong deleted = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong cutOff = new AtomicLong();
    private final LongAdder sentBytes = new LongAdder();
    private final Thread ticker;

    Reporter(PrintWriter out, Style style) {
        this.out = out;
        this.style = style;
        this.ticker = Thread.ofPlatform().daemon().name("push-status").unstarted(this::tick);
        if (style == Style.STATUS) {
            ticker.start();
        }
    }

    void active(int jobs) {
        active.set(jobs);
    }

    void sending(int bytes) {
        sentBytes.add(bytes);
    }

    void stored(String name, long bytes) {
        stored.incrementAndGet();
        line(Style.LINES, "stored " + name + " (" + bytes + " bytes)");
    }

    void deleted(String name) {
        deleted.incrementAndGet();
        line(Style.LINES, "deleted " + name);
    }

    void skipped(String name, String reason) {
        line(Style.LINES, "left out " + name + ": " + reason);
    }

    void retrying(String name, String reason, Duration wait) {
        line(Style.LINES, "again in " + wait.toMillis() + " ms: " + name + ": " + reason);
    }

    /** An upload that was begun ends without being whole, which its readers see. */
    void calledOff(String name, boolean begun) {
        if (begun) {
            cutOff.incrementAndGet();
        }
        line(Style.LINES, (begun ? "cut off " : "left out ") + name);
    }

    void failed(String name, String reason) {
        failed.incrementAndGet();
        line(Style.QUIET, "failed " + name + ": " + reason);
    }

    /** Something that nothing failed for, but a person should know. */
    void warn(String text) {
        line(Style.QUIET, text);
    }

    /** Objects that did not arrive. */
    long failures() {
        return failed.get();
    }

    private void line(Style least, String text) {
        boolean wanted = least == Style.QUIET || style == Style.LINES;
        if (wanted) {
            synchronized (out) {
                out.println((style == Style.STATUS ? CLEAR_LINE : Instant.now().truncatedTo(ChronoUnit.MILLIS) + " ")
                        + text);
                out.flush();
            }
        }
    }

    private void tick() {
        try {
            while (true) {
                Thread.sleep(STATUS_EVERY);
                synchronized (out) {
                    out.print(CLEAR_LINE + state());
                    out.flush();
                }
            }
        } catch (InterruptedException e) {
            return; // it is closed
        }
    }

    private String state() {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        return String.format(
                Locale.ROOT,
                "%d in progress, %d stored, %d deleted, %d failed, %d cut off; %.1f MB, %.2f MB/s",
                active.get(),
                stored.get(),
                deleted.get(),
                failed.get(),
                cutOff.get(),
                sentBytes.sum() / MEGA,
                sentBytes.sum() / MEGA / seconds);
    }

    /** Tells what became of all. */
    @Override
    public void close() {
        ticker.interrupt();
        if (style != Style.QUIET) {
            synchronized (out) {
                out.println((style == Style.STATUS ? CLEAR_LINE : Instant.now().truncatedTo(ChronoUnit.MILLIS) + " ")
                        + state());
                out.flush();
            }
        }
    }
}
