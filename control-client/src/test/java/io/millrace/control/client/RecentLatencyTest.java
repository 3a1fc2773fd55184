package io.millrace.control.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Duration;
import io.millrace.proto.control.v1.LatencySummary;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RecentLatencyTest {

    private final RecentLatency times = new RecentLatency(0);

    @Test
    void ofWhatTookDifferentlyLongItTellsTheHalfTheMostAndTheLongest() {
        for (int i = 0; i < 97; i++) {
            took(1);
        }
        took(40);
        took(40);
        took(900);

        LatencySummary told = at(1).orElseThrow();

        assertUpToASixteenthAbove(1_000, told.getP50());
        assertUpToASixteenthAbove(40_000, told.getP99());
        assertUpToASixteenthAbove(900_000, told.getMax());
    }

    @Test
    void whatTookTheSameManyTimesCountsAsOften() {
        times.took(TimeUnit.MILLISECONDS.toNanos(1), 98);
        times.took(TimeUnit.MILLISECONDS.toNanos(40), 2);

        LatencySummary told = at(1).orElseThrow();

        assertUpToASixteenthAbove(1_000, told.getP50());
        assertUpToASixteenthAbove(40_000, told.getP99());
    }

    @Test
    void whatTookHardlyAnyTimeTookSome() {
        times.took(1);
        assertEquals(
                Duration.newBuilder().setNanos(1_000).build(),
                at(1).orElseThrow().getMax());
    }

    @Test
    void moreThanAMinuteCountsAsOne() {
        took(3_600_000);
        assertUpToASixteenthAbove(60_000_000, at(1).orElseThrow().getMax());
    }

    @Test
    void whereNothingWasCountedThereIsNothingToTell() {
        assertEquals(Optional.empty(), at(1));
    }

    @Test
    void whoAsksEveryFiveSecondsIsToldOfTheLastTen() {
        took(1);
        assertTrue(at(5).isPresent());
        assertTrue(at(10).isPresent());
        assertEquals(Optional.empty(), at(15));
    }

    @Test
    void whoAsksALittleEarlyIsToldTheSame() {
        took(1);
        assertTrue(atMillis(4_500).isPresent());
        assertTrue(atMillis(9_100).isPresent());
        assertEquals(Optional.empty(), atMillis(13_700));
    }

    @Test
    void whoAsksEverySecondIsNotToldOfWhatIsOlder() {
        took(1);
        for (int second = 1; second <= 10; second++) {
            at(second);
        }
        assertEquals(Optional.empty(), at(11));
    }

    @Test
    void whoAsksSeldomIsToldOfTheTimeSince() {
        took(900);
        at(30);
        took(1);
        assertUpToASixteenthAbove(1_000, at(60).orElseThrow().getMax());
    }

    private void took(long millis) {
        times.took(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private Optional<LatencySummary> at(long seconds) {
        return atMillis(seconds * 1_000);
    }

    private Optional<LatencySummary> atMillis(long millis) {
        return times.at(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private static void assertUpToASixteenthAbove(long micros, Duration told) {
        long toldMicros = TimeUnit.SECONDS.toMicros(told.getSeconds()) + told.getNanos() / 1_000;
        assertTrue(toldMicros >= micros && toldMicros <= micros + micros / 16, () -> toldMicros + " µs");
    }
}
