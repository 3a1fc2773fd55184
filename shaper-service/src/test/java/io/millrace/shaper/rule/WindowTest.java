package io.millrace.shaper.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {

    private static final long SECOND = 1_000_000_000L;

    /** The last column is how long until it changes; nothing where it never does again. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{}                                            | 0   | true  |",
                "{}                                            | 99  | true  |",
                "{'startAfter': '10s'}                         | 0   | false | 10",
                "{'startAfter': '10s'}                         | 9   | false | 1",
                "{'startAfter': '10s'}                         | 10  | true  |",
                "{'startAfter': '10s', 'duration': '5s'}       | 10  | true  | 5",
                "{'startAfter': '10s', 'duration': '5s'}       | 14  | true  | 1",
                "{'startAfter': '10s', 'duration': '5s'}       | 15  | false |",
                "{'duration': '5s', 'repeatEvery': '20s'}      | 4   | true  | 1",
                "{'duration': '5s', 'repeatEvery': '20s'}      | 5   | false | 15",
                "{'duration': '5s', 'repeatEvery': '20s'}      | 20  | true  | 5",
                "{'duration': '5s', 'repeatEvery': '20s'}      | 105 | false | 15",
                "{'duration': '20s', 'repeatEvery': '20s'}     | 25  | true  |"
            })
    void aScheduleHasItsTimes(String schedule, long second, boolean open, Long until) {
        Window window = window(schedule);
        assertEquals(open, window.isOpen(second * SECOND));
        assertEquals(
                until == null ? OptionalLong.empty() : OptionalLong.of(until * SECOND),
                window.untilChange(second * SECOND));
    }

    @Property
    void itIsTheSameUntilItChangesAndAnotherThen(
            @ForAll @LongRange(max = 20) long start,
            @ForAll @LongRange(min = 1, max = 20) long duration,
            @ForAll @LongRange(max = 20) long pause,
            @ForAll boolean repeats,
            @ForAll @LongRange(max = 200) long now) {
        Window window = new Window(start, duration, repeats ? duration + pause : 0);
        OptionalLong until = window.untilChange(now);
        long same = until.orElse(1_000);
        for (long later = 0; later < same; later++) {
            assertEquals(window.isOpen(now), window.isOpen(now + later));
        }
        until.ifPresent(change -> assertNotEquals(window.isOpen(now), window.isOpen(now + change)));
    }

    private static Window window(String schedule) {
        return Window.of(Requests.rule("{'schedule': " + schedule + "}").getSchedule());
    }
}
