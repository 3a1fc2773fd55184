package io.millrace.shaper.pace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.checks.trace.InvalidTraceException;
import io.millrace.checks.trace.TraceText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Rates in a time of the test's own. */
class ThrottleTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long WINDOW = 2 * SECOND;
    private static final double TOLERANCE = 0.05;

    /** @param bytes that go at the time */
    private record Sent(long nanos, long bytes) {}

    @Property(tries = 200)
    void overAnyTwoSecondsTheRateIsWithinFiveInAHundred(
            @ForAll @DoubleRange(min = 3.7, max = 8.3) double logarithm,
            @ForAll @IntRange(max = 20) int latenessMs,
            @ForAll @LongRange(max = 1_000_000) long seed) {
        long rate = (long) Math.pow(10, logarithm);
        List<Sent> sent = busy(new SteadySpeed(rate), latenessMs, seed, 6 * SECOND);
        // Where a byte or two are more than the tolerance nothing could be within it.
        double least = 2 * 8.0 / rate;
        for (long from = 0; from < 4 * SECOND; from += SECOND / 7) {
            double seen = bytes(sent, from, from + WINDOW) * 8.0 / 2;
            assertEquals(1, seen / rate, TOLERANCE + least, rate + " bit/s from " + from);
        }
    }

    @Property(tries = 100)
    void responsesThatShareARateHaveTheSameOfIt(
            @ForAll @IntRange(min = 2, max = 8) int responses, @ForAll @LongRange(max = 1_000_000) long seed) {
        Throttle throttle = new Throttle(0);
        Gate gate = new Gate(throttle, new SteadySpeed(4_000_000), 0);
        long[] bytes = new long[responses];
        Turn[] turns = new Turn[responses];
        Random random = new Random(seed);
        for (long now = 0; now < 4 * SECOND; now += 1 + random.nextInt(2_000_000)) {
            for (int i = 0; i < responses; i++) {
                if (turns[i] == null || turns[i].dueNanos() <= now) {
                    boolean following = turns[i] != null;
                    long piece = gate.piece(now);
                    bytes[i] += following ? piece : 0;
                    turns[i] = gate.reserve(piece, following, now);
                }
            }
        }
        long whole = 0;
        for (long of : bytes) {
            whole += of;
        }
        assertNear(2_000_000, whole, 100_000);
        for (long of : bytes) {
            assertNear(2_000_000 / responses, of, 200_000 / responses);
        }
    }

    @Test
    void afterAPauseABurstMayGoAtOnce() {
        Throttle throttle = new Throttle(0);
        SteadySpeed speed = new SteadySpeed(8_000);
        assertEquals(SECOND, throttle.reserve(speed, 500, 500, false, SECOND).dueNanos());
        assertEquals(
                SECOND + SECOND / 2,
                throttle.reserve(speed, 500, 500, true, SECOND).dueNanos());
    }

    @Test
    void whereNobodySaysHowMuchAHundredthOfASecondsMayGoAtOnce() {
        Throttle throttle = new Throttle(0);
        SteadySpeed speed = new SteadySpeed(8_000_000);
        assertEquals(SECOND, throttle.reserve(speed, 0, 10_000, false, SECOND).dueNanos());
        assertTrue(throttle.reserve(speed, 0, 1, true, SECOND).dueNanos() > SECOND);
    }

    @Test
    void aPauseSavesNothingUp() {
        Throttle throttle = new Throttle(0);
        SteadySpeed speed = new SteadySpeed(8_000);
        throttle.reserve(speed, 1, 1000, false, 0);
        long due = throttle.reserve(speed, 1, 1000, false, 100 * SECOND).dueNanos();
        assertNear(101 * SECOND, due, SECOND / 100);
    }

    @Test
    void aTurnThatIsGivenBackIsTheNextOnes() {
        Throttle throttle = new Throttle(0);
        SteadySpeed speed = new SteadySpeed(8_000);
        Turn turn = throttle.reserve(speed, 1, 100_000, false, 0);
        throttle.giveBack(turn);
        assertNear(SECOND, throttle.reserve(speed, 1, 1000, false, 0).dueNanos(), SECOND / 100);
    }

    @Test
    void whatWasSentAgainIsPaidForByWhatComesNext() {
        Throttle throttle = new Throttle(0);
        SteadySpeed speed = new SteadySpeed(8_000);
        throttle.charge(speed, 1000, 0);
        assertNear(2 * SECOND, throttle.reserve(speed, 1, 1000, false, 0).dueNanos(), SECOND / 10);
    }

    @Test
    void aTraceIsFollowedThroughItsGaps() throws InvalidTraceException {
        TraceSpeed speed = new TraceSpeed(TraceText.csv("0,1000\n1000,0\n2000,1000\n3000,0", 1), 0, false);
        List<Sent> sent = busy(speed, 2, 7, 8 * SECOND);
        assertNear(125_000, bytes(sent, 0, SECOND), 7_000);
        assertEquals(0, bytes(sent, SECOND + SECOND / 50, 2 * SECOND - SECOND / 50));
        assertNear(125_000, bytes(sent, 2 * SECOND, 3 * SECOND), 7_000);
        assertNear(125_000, bytes(sent, 4 * SECOND, 5 * SECOND), 7_000);
    }

    /** A response that always has bytes, on a loop that is late now and then. */
    private static List<Sent> busy(Speed speed, int latenessMs, long seed, long untilNanos) {
        Gate gate = new Gate(new Throttle(0), speed, 0);
        Random random = new Random(seed);
        List<Sent> sent = new ArrayList<>();
        long now = 0;
        boolean following = false;
        while (now < untilNanos) {
            long piece = gate.piece(now);
            Turn turn = gate.reserve(piece, following, now);
            if (turn.dueNanos() > now) {
                now = turn.dueNanos() + TimeUnit.MICROSECONDS.toNanos(random.nextInt(100 + latenessMs * 1000));
            }
            sent.add(new Sent(now, piece));
            following = true;
        }
        return sent;
    }

    private static void assertNear(long expected, long actual, long by) {
        assertTrue(Math.abs(actual - expected) <= by, actual + ", not " + expected);
    }

    private static long bytes(List<Sent> sent, long from, long to) {
        Deque<Sent> within = new ArrayDeque<>(sent);
        within.removeIf(each -> each.nanos() < from || each.nanos() >= to);
        return within.stream().mapToLong(Sent::bytes).sum();
    }
}
