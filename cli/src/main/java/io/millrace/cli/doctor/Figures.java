package io.millrace.cli.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Figures as reports have them. */
final class Figures {

    private static final double NANOS_PER_MS = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private Figures() {}

    /** {@code 3.2 ms}, or {@code 15.0 s} from a second on. */
    static String time(long nanos) {
        return nanos < NANOS_PER_SECOND
                ? String.format(Locale.ROOT, "%.1f ms", nanos / NANOS_PER_MS)
                : String.format(Locale.ROOT, "%.1f s", nanos / NANOS_PER_SECOND);
    }

    static String time(Duration duration) {
        return time(duration.toNanos());
    }

    /** {@code 4,096 bytes}. */
    static String bytes(long bytes) {
        return String.format(Locale.ROOT, "%,d bytes", bytes);
    }

    /**
     * What so large a share of some numbers does not exceed.
     *
     * @param share from 0 to 1
     * @return 0 where there are no numbers
     */
    static long quantile(List<Long> numbers, double share) {
        if (numbers.isEmpty()) {
            return 0;
        }
        List<Long> sorted = numbers.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * (sorted.size() - 1))));
    }

    static long median(List<Long> numbers) {
        return quantile(numbers, 0.5);
    }
}
