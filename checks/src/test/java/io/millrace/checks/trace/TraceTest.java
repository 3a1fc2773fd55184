package io.millrace.checks.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TraceTest {

    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

    @Test
    void aLinesRateHoldsUntilTheNextLinesTime() throws InvalidTraceException {
        Trace trace = TraceText.csv("0,8\n1000,16\n3000,0\n", 1);
        assertEquals(1000, trace.bytesUntil(1000 * MS, false));
        assertEquals(5000, trace.bytesUntil(3000 * MS, false));
        assertEquals(5000, trace.bytesUntil(4000 * MS, false));
        assertNear(1500 * MS, trace.nanosUntil(2000, false));
    }

    @Test
    void theLastRateHoldsAsLongAsTheOneBeforeIt() throws InvalidTraceException {
        assertEquals(1500 * MS, TraceText.csv("0,8\n1000,8\n1250,8", 1).lengthNanos());
        assertEquals(1000 * MS, TraceText.csv("0,8", 1).lengthNanos());
    }

    @Test
    void theFirstLinesTimeIsTheBeginning() throws InvalidTraceException {
        assertEquals(1000, TraceText.csv("5000,8\n6000,80", 1).bytesUntil(1000 * MS, false));
    }

    @Test
    void atItsEndItBeginsAgain() throws InvalidTraceException {
        Trace trace = TraceText.csv("0,8\n1000,0", 1);
        assertEquals(3000, trace.bytesUntil(5000 * MS, false));
        assertNear(4500 * MS, trace.nanosUntil(2500, false));
    }

    @Test
    void playedOnceItsLastRateStays() throws InvalidTraceException {
        Trace trace = TraceText.csv("0,8\n1000,80", 1);
        assertEquals(1000 + 10_000 * 9, trace.bytesUntil(10_000 * MS, true));
        assertNear(10_000 * MS, trace.nanosUntil(1000 + 10_000 * 9, true));
    }

    @Test
    void playedOnceItMayEndForGood() throws InvalidTraceException {
        Trace trace = TraceText.csv("0,8\n1000,0", 1);
        assertEquals(Double.POSITIVE_INFINITY, trace.nanosUntil(1001, true));
    }

    @Test
    void ratesMayBeScaled() throws InvalidTraceException {
        assertEquals(4e6, TraceText.csv("0,8000", 0.5).meanBitRate());
    }

    @Test
    void aLineOfMahimahiIsAPacketsTime() throws InvalidTraceException {
        Trace trace = TraceText.mahimahi("2\n2\n5\n10\n", 1);
        assertEquals(10 * MS, trace.lengthNanos());
        assertEquals(0, trace.bytesUntil(MS, false));
        assertEquals(3000, trace.bytesUntil(2 * MS, false));
        assertEquals(4500, trace.bytesUntil(5 * MS, false));
        assertEquals(6000 + 3000, trace.bytesUntil(12 * MS, false));
    }

    @Test
    void emptyLinesAndRemarksSayNothing() throws InvalidTraceException {
        assertEquals(8000, TraceText.csv("# a trace\n\n0,8\n", 1).meanBitRate());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''            | the trace is empty",
                "'0,8;8,x'     | line 2 of the trace has no number of kbit/s",
                "'0,8;8'       | line 2 of the trace is not like milliseconds,kbit/s",
                "'0,8;0,9'     | line 2 of the trace is not later than the line before it",
                "'a,8'         | line 1 of the trace has no whole number of milliseconds",
                "'-1,8'        | line 1 of the trace has a time that is not within a day",
                "'0,-8'        | line 1 of the trace has a rate that is not between",
                "'0,0;5,0'     | the trace lets nothing through",
            })
    void aTraceThatCantBeUsedSaysWhichLineIsWrong(String lines, String message) {
        InvalidTraceException wrong =
                assertThrows(InvalidTraceException.class, () -> TraceText.csv(lines.replace(';', '\n'), 1));
        assertTrue(wrong.getMessage().startsWith(message), wrong.getMessage());
    }

    @Test
    void aTraceOfMahimahiGoesForward() {
        assertThrows(InvalidTraceException.class, () -> TraceText.mahimahi("5\n4", 1));
        assertThrows(InvalidTraceException.class, () -> TraceText.mahimahi("5,1000", 1));
    }

    @Property
    void theTimeOfSoManyBytesIsTheFirstAtWhichTheyHaveGone(
            @ForAll("traces") Trace trace, @ForAll @DoubleRange(min = 1, max = 1e9) double bytes) {
        double nanos = trace.nanosUntil(bytes, false);
        double before = trace.bytesUntil(Math.max(0, (long) Math.floor(nanos) - 1), false);
        double then = trace.bytesUntil((long) Math.ceil(nanos), false);
        assertTrue(before <= bytes * (1 + 1e-9) + 1e-3, before + " before, of " + bytes);
        assertTrue(then >= bytes * (1 - 1e-9) - 1e-3, then + " then, of " + bytes);
    }

    @Property
    void bytesNeverGoBack(@ForAll("traces") Trace trace, @ForAll @LongRange(max = 1_000_000) long ms) {
        assertTrue(trace.bytesUntil(ms * MS, false) <= trace.bytesUntil((ms + 1) * MS, false) + 1e-6);
        assertTrue(trace.bytesUntil(ms * MS, true) <= trace.bytesUntil((ms + 1) * MS, true) + 1e-6);
    }

    @Provide
    Arbitrary<Trace> traces() {
        return Arbitraries.integers()
                .between(0, 50_000)
                .list()
                .ofMinSize(1)
                .ofMaxSize(50)
                .map(rates -> {
                    StringBuilder text = new StringBuilder("0,1\n");
                    for (int i = 0; i < rates.size(); i++) {
                        text.append((i + 1) * 250L)
                                .append(',')
                                .append(rates.get(i))
                                .append('\n');
                    }
                    try {
                        return TraceText.csv(text.toString(), 1);
                    } catch (InvalidTraceException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    static List<String> profiles() {
        return TraceProfiles.names();
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void aProfileIsMinutesOfARateThatVideoCouldHave(String name) throws InvalidTraceException {
        Trace trace = TraceProfiles.named(name, 1);
        assertTrue(trace.lengthNanos() >= TimeUnit.MINUTES.toNanos(1), name);
        assertTrue(trace.meanBitRate() > 1e6 && trace.meanBitRate() < 50e6, name + " " + trace.meanBitRate());
    }

    @Test
    void anUnknownProfileTellsThoseThatThereAre() {
        InvalidTraceException wrong = assertThrows(InvalidTraceException.class, () -> TraceProfiles.named("5g", 1));
        assertTrue(
                wrong.getMessage().endsWith(TraceProfiles.names().stream().collect(Collectors.joining(", "))),
                wrong.getMessage());
    }

    private static void assertNear(long expected, double actual) {
        assertTrue(Math.abs(actual - expected) <= MS, actual + ", not " + expected);
    }
}
