package io.millrace.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreferWaitTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '~',
            value = {
                "wait=10 > 10",
                "wait=0 > 0",
                "Wait=10 > 10",
                "wait=\"10\" > 10",
                "wait = 10 > 10",
                "respond-async, wait=10 > 10",
                "wait=10, respond-async > 10",
                "respond-async,wait=10,return=minimal > 10",
                "wait=10;foo=bar > 10",
                "wait=999999 > 999999"
            })
    void aClientTellsHowManySecondsItWaits(String prefer, long seconds) {
        assertEquals(Optional.of(Duration.ofSeconds(seconds)), PreferWait.of(prefer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "wait",
                "wait=",
                "wait=x",
                "wait=-1",
                "wait=1.5",
                "wait=1s",
                "await=1",
                "wait-more=1",
                "respond-async",
                "return=minimal",
                "wait=99999999999999999999"
            })
    void whatTellsNoNumberOfSecondsIsPassedOver(String prefer) {
        assertEquals(Optional.empty(), PreferWait.of(prefer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=1, wait=2"})
    void ofSeveralTheFirstCounts(String prefer) {
        assertEquals(Optional.of(Duration.ofSeconds(1)), PreferWait.of(prefer));
    }
}
