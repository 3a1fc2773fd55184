package io.millrace.checks.trace;

import java.util.ArrayList;
import java.util.List;

/** Reads traces. Empty lines, and lines that begin with {@code #}, say nothing. */
public final class TraceText {

    private static final long NANOS_A_MS = 1_000_000;
    private static final double BITS_A_KBIT = 1000;
    /** What may go at each line's time of a trace of mahimahi. */
    private static final double PACKET_BITS = 1500 * 8;

    private static final long MS_A_DAY = 86_400_000;
    private static final double MOST_KBIT = 1e8;
    private static final long LAST_SECOND_MS = 1000;

    private TraceText() {}

    /** A line that says something. */
    private record Line(int number, String text) {}

    /**
     * Lines of {@code milliseconds,kbit/s}: from that time on that rate. The first time is the trace's beginning; the last
     * rate holds as long as the one before it, a second where it is the only one.
     *
     * @param scale what rates are multiplied with
     */
    public static Trace csv(String text, double scale) throws InvalidTraceException {
        List<Line> lines = lines(text);
        long[] begins = new long[lines.size()];
        double[] rates = new double[lines.size()];
        for (int i = 0; i < begins.length; i++) {
            Line line = lines.get(i);
            String[] fields = line.text().split(",", -1);
            if (fields.length != 2) {
                throw wrong(line, "is not like milliseconds,kbit/s");
            }
            begins[i] = milliseconds(line, fields[0].strip());
            rates[i] = kilobits(line, fields[1].strip()) * BITS_A_KBIT * scale;
            if (i > 0 && begins[i] <= begins[i - 1]) {
                throw wrong(line, "is not later than the line before it");
            }
        }
        long[] ends = new long[begins.length];
        for (int i = 0; i < ends.length; i++) {
            long next = i + 1 < begins.length ? begins[i + 1] : begins[i] + lastMs(begins);
            ends[i] = (next - begins[0]) * NANOS_A_MS;
        }
        return usable(new Trace(ends, rates, rates[rates.length - 1]));
    }

    /**
     * A trace of mahimahi: each line is the millisecond at which 1,500 bytes may go, which they do in the millisecond
     * before it. What stays at its end is the mean of its last second.
     *
     * @param scale what rates are multiplied with
     */
    public static Trace mahimahi(String text, double scale) throws InvalidTraceException {
        List<Line> lines = lines(text);
        List<Long> ends = new ArrayList<>();
        List<Double> rates = new ArrayList<>();
        long before = 0;
        long lastMs = milliseconds(lines.getLast(), lines.getLast().text());
        double lastSecond = 0;
        for (Line line : lines) {
            long ms = milliseconds(line, line.text());
            if (ms < before) {
                throw wrong(line, "is earlier than the line before it");
            }
            before = ms;
            long end = Math.max(1, ms);
            if (!ends.isEmpty() && ends.getLast() == end) {
                rates.set(rates.size() - 1, rates.getLast() + PACKET_BITS * 1000 * scale);
            } else {
                long from = ends.isEmpty() ? 0 : ends.getLast();
                if (end - 1 > from) {
                    ends.add(end - 1);
                    rates.add(0.0);
                }
                ends.add(end);
                rates.add(PACKET_BITS * 1000 * scale);
            }
            if (ms > lastMs - LAST_SECOND_MS) {
                lastSecond += PACKET_BITS * scale;
            }
        }
        double last = lastSecond * 1000 / Math.min(LAST_SECOND_MS, ends.getLast());
        return usable(new Trace(
                ends.stream().mapToLong(ms -> ms * NANOS_A_MS).toArray(),
                rates.stream().mapToDouble(rate -> rate).toArray(),
                last));
    }

    private static long lastMs(long[] begins) {
        return begins.length == 1 ? 1000 : begins[begins.length - 1] - begins[begins.length - 2];
    }

    private static List<Line> lines(String text) throws InvalidTraceException {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                lines.add(new Line(number, line.strip()));
            }
        }
        if (lines.isEmpty()) {
            throw new InvalidTraceException("the trace is empty");
        }
        return lines;
    }

    private static long milliseconds(Line line, String text) throws InvalidTraceException {
        try {
            long ms = Long.parseLong(text);
            if (ms >= 0 && ms <= MS_A_DAY) {
                return ms;
            }
        } catch (NumberFormatException e) {
            throw wrong(line, "has no whole number of milliseconds");
        }
        throw wrong(line, "has a time that is not within a day");
    }

    private static double kilobits(Line line, String text) throws InvalidTraceException {
        try {
            double rate = Double.parseDouble(text);
            if (rate >= 0 && rate <= MOST_KBIT) {
                return rate;
            }
        } catch (NumberFormatException e) {
            throw wrong(line, "has no number of kbit/s");
        }
        throw wrong(line, "has a rate that is not between 0 and 100,000,000 kbit/s");
    }

    private static InvalidTraceException wrong(Line line, String what) {
        return new InvalidTraceException(
                "line " + line.number() + " of the trace " + what + ": \"" + line.text() + "\"");
    }

    private static Trace usable(Trace trace) throws InvalidTraceException {
        if (!(trace.meanBitRate() > 0)) {
            throw new InvalidTraceException("the trace lets nothing through; give one of its lines a rate above 0");
        }
        return trace;
    }
}
