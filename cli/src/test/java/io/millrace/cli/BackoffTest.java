package io.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The waits between tries. */
class BackoffTest {

    @Test
    void eachWaitIsUpToTwiceAsLongAsTheOneBeforeAndNoneIsLongerThanTheLimit() {
        Backoff backoff = new Backoff(new SplittableRandom(1));
        Duration most = Backoff.FIRST;
        for (int i = 0; i < 20; i++) {
            Duration wait = backoff.next();
            assertTrue(wait.compareTo(most) <= 0, () -> "too long: " + wait);
            assertTrue(wait.compareTo(most.dividedBy(2)) >= 0, () -> "too short: " + wait);
            most = most.multipliedBy(2).compareTo(Backoff.LONGEST) < 0 ? most.multipliedBy(2) : Backoff.LONGEST;
        }
    }

    @Test
    void clientsDoNotWaitAlike() {
        Backoff one = new Backoff(new SplittableRandom(1));
        Backoff other = new Backoff(new SplittableRandom(2));
        assertNotEquals(one.next(), other.next());
    }
}
