package io.millrace.wire;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Dates as HTTP writes them (RFC 9110, section 5.6.7). */
public final class HttpDate {

    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** The newest second and its text; racing threads write the same. */
    private static volatile Second newest = new Second(0, "");

    private record Second(long epochSecond, String text) {}

    private HttpDate() {}

    public static String of(Instant instant) {
        return IMF_FIXDATE.format(instant);
    }

    static String now() {
        long second = System.currentTimeMillis() / 1000;
        Second cached = newest;
        if (cached.epochSecond != second) {
            cached = new Second(second, of(Instant.ofEpochSecond(second)));
            newest = cached;
        }
        return cached.text;
    }
}
