package io.millrace.standalone;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/** Tells the person at the terminal what has been started: one line a step, with the seconds since the JVM's start. */
final class Progress {

    private static final double MS_PER_SECOND = 1e3;

    private Progress() {}

    static void step(String what, String where) {
        System.out.println(String.format(
                Locale.ROOT,
                "millrace: %4.1f s  %-10s %s",
                ManagementFactory.getRuntimeMXBean().getUptime() / MS_PER_SECOND,
                what,
                where));
    }
}
