package io.millrace.cli.resource;

import java.util.Locale;

/** Numbers to three digits, for what changes all the time. */
public final class Rounded {

    private static final String[] UNITS = {"", "k", "M", "G", "T", "P", "E"};
    private static final double KILO = 1_000;
    /** From here on three digits would be a thousand. */
    private static final double NEXT = 999.5;

    private Rounded() {}

    /** {@code 12.3MB}, with a k of 1,000. */
    public static String bytes(long bytes) {
        return of(bytes, "B");
    }

    /** {@code 4.81Mbit/s}. */
    public static String bitRate(long bits) {
        return of(bits, "bit/s");
    }

    /** {@code 0.35}, of one. */
    public static String fraction(double part) {
        return String.format(Locale.ROOT, "%.2f", part);
    }

    private static String of(long number, String unit) {
        double rest = number;
        int power = 0;
        while (rest >= NEXT) {
            rest /= KILO;
            power++;
        }
        int decimals = power == 0 || rest >= 99.95 ? 0 : rest >= 9.995 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f%s%s", rest, UNITS[power], unit);
    }
}
