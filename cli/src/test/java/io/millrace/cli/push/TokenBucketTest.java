package io.millrace.cli.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** The rate that all uploads keep, with a clock that only the test moves. */
class TokenBucketTest {

    private static final double NANOS_PER_SECOND = 1e9;

    @Property
    void neverMoreIsSentThanTheRateAllowsAndATenthOfASecond(
            @ForAll @LongRange(min = 1_000, max = 100_000_000) long rate,
            @ForAll @Size(min = 1, max = 50) List<@IntRange(min = 1, max = 65_536) Integer> bytes,
            @ForAll @Size(min = 1, max = 50) List<@LongRange(max = 2_000_000_000L) Long> pauses) {
        AtomicLong clock = new AtomicLong(-5);
        TokenBucket bucket = new TokenBucket(rate, clock::get);
        long begun = clock.get();
        double sent = 0;
        for (int i = 0; i < bytes.size(); i++) {
            clock.addAndGet(pauses.get(i % pauses.size()));
            clock.addAndGet(bucket.take(bytes.get(i)));
            sent += bytes.get(i);
            double allowed = rate * ((clock.get() - begun) / NANOS_PER_SECOND + 0.1);
            assertTrue(sent <= allowed + 1, () -> "at " + clock.get());
        }
    }

    @Property
    void whoNeverPausesKeepsTheWholeRate(
            @ForAll @LongRange(min = 1_000, max = 100_000_000) long rate,
            @ForAll @Size(min = 1, max = 50) List<@IntRange(min = 1, max = 65_536) Integer> bytes) {
        AtomicLong clock = new AtomicLong();
        TokenBucket bucket = new TokenBucket(rate, clock::get);
        double sent = 0;
        for (int taken : bytes) {
            clock.addAndGet(bucket.take(taken));
            sent += taken;
        }
        double needed = sent / rate * NANOS_PER_SECOND;
        assertTrue(clock.get() <= needed + bytes.size(), () -> "waited " + clock.get() + " for " + needed);
    }

    @Property
    void withoutALimitNobodyWaits(@ForAll @IntRange(min = 1) int bytes) {
        assertEquals(0, new TokenBucket(TokenBucket.UNLIMITED, () -> 0).take(bytes));
    }
}
