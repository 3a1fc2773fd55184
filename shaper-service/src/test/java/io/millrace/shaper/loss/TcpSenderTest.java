package io.millrace.shaper.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TCP's model in a time of its own. Which packets are lost is given, or comes from a seed. */
class TcpSenderTest {

    private static final long ROUND_TRIP = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int SEGMENT = TcpSender.SEGMENT_BYTES;

    @Test
    void withoutLossAWindowGoesAtOnceAndDoublesWithEachRoundTrip() {
        TcpSender sender = sender(0, Long.MAX_VALUE);
        assertEquals(10 * SEGMENT, fill(sender, 0));
        assertEquals(0, fill(sender, ROUND_TRIP - 1));
        assertEquals(20 * SEGMENT, fill(sender, ROUND_TRIP));
        assertEquals(40 * SEGMENT, fill(sender, 2 * ROUND_TRIP));
    }

    @Test
    void whatIsBehindALostPacketWaitsForItsNextTransmission() {
        TcpSender sender = sender(0, 3);
        assertEquals(2 * SEGMENT, fill(sender, 0));
        assertEquals(0, deliveredAt(sender, ROUND_TRIP - 1));
        assertTrue(deliveredAt(sender, ROUND_TRIP) >= 8 * SEGMENT);
    }

    @Test
    void aLossHalvesTheWindowNotQuiteAndASlowStartIsOver() {
        TcpSender sender = sender(0, 1);
        fill(sender, 0);
        fill(sender, ROUND_TRIP);
        fill(sender, 2 * ROUND_TRIP);
        long window = fill(sender, 3 * ROUND_TRIP);
        assertTrue(window >= 6 * SEGMENT && window <= 9 * SEGMENT, window / SEGMENT + " packets");
    }

    @Test
    void aLostLastPacketIsFoundByAProbe() {
        TcpSender sender = sender(0, 3);
        sender.send(3L * SEGMENT, 0);
        assertEquals(2 * SEGMENT, deliveredAt(sender, 2 * ROUND_TRIP));
        assertEquals(SEGMENT, deliveredAt(sender, 4 * ROUND_TRIP));
    }

    @Test
    void aLonePacketThatIsLostWaitsForTheTimeoutAndThatForTwiceAsLong() {
        TcpSender sender = sender(0, 1, 2, 3);
        sender.send(10, 0);
        long timeout = ROUND_TRIP + TimeUnit.MILLISECONDS.toNanos(200);
        assertEquals(0, deliveredAt(sender, timeout));
        assertEquals(0, deliveredAt(sender, 2 * timeout));
        assertEquals(0, deliveredAt(sender, 4 * timeout - 1));
        assertEquals(10, deliveredAt(sender, 4 * timeout));
    }

    @Test
    void afterASilenceTheWindowIsSmallAgain() {
        TcpSender sender = sender(0, Long.MAX_VALUE);
        fill(sender, 0);
        fill(sender, ROUND_TRIP);
        sender.advance(2 * ROUND_TRIP);
        assertEquals(10 * SEGMENT, sender.room(TimeUnit.SECONDS.toNanos(60)));
    }

    @Test
    void aNetworkThatIsWellAgainHasNothingMoreToWaitFor() {
        TcpSender sender = sender(1, 0);
        sender.send(5L * SEGMENT, 0);
        assertEquals(0, deliveredAt(sender, TimeUnit.HOURS.toNanos(1)));
        sender.network(0, ROUND_TRIP);
        sender.hurry(TimeUnit.HOURS.toNanos(1));
        assertEquals(5 * SEGMENT, sender.delivered());
    }

    @Property(tries = 300)
    void everythingComesThroughHoweverMuchIsLost(
            @ForAll @DoubleRange(max = 0.7) double loss,
            @ForAll @IntRange(min = 1, max = 300_000) int bytes,
            @ForAll @LongRange(max = 1_000_000) long seed) {
        TcpSender sender = new TcpSender(new SplittableRandom(seed));
        sender.network(loss, ROUND_TRIP);
        RandomGenerator pieces = new SplittableRandom(seed + 1);
        long now = 0;
        long sent = 0;
        long delivered = 0;
        while (delivered < bytes) {
            long room = Math.min(sender.room(now), bytes - sent);
            if (room > 0) {
                long piece = 1 + pieces.nextLong(room);
                sender.send(piece, now);
                sent += piece;
            } else {
                now = sender.nextNanos();
                assertTrue(now < TcpSender.NEVER, delivered + " of " + bytes);
                sender.advance(now);
            }
            delivered += sender.delivered();
            assertTrue(delivered <= sent);
        }
        assertEquals(bytes, delivered);
    }

    /**
     * The kernel's own TCP as docs/shaper-fidelity.md has it, in Mbit/s. The model's mean of many flows is no matter of
     * chance.
     */
    @ParameterizedTest
    @CsvSource({
        "0.5,20,9.32",
        "0.5,50,4.12",
        "0.5,100,2.31",
        "1,20,5.94",
        "1,50,2.60",
        "1,100,1.69",
        "1,200,1.07",
        "2,20,4.02",
        "2,50,1.77",
        "2,100,0.962",
        "2,200,0.532",
        "5,20,2.20",
        "5,50,1.02",
        "5,100,0.489",
        "5,200,0.313",
        "10,20,1.31",
        "10,50,0.543",
        "10,100,0.318",
        "10,200,0.184"
    })
    void theThroughputIsThatOfTheKernel(double percent, long roundTripMs, double megabits) {
        Duration time = Duration.ofSeconds(40);
        double mean = 0;
        int flows = 60;
        for (int seed = 0; seed < flows; seed++) {
            mean += new ModelledFlow(percent, Duration.ofMillis(roundTripMs), seed)
                            .run(time)
                            .megabits(time)
                    / flows;
        }
        assertEquals(1, mean / megabits, 0.2, mean + " Mbit/s");
    }

    /** A sender that loses a share, or those transmissions of which the numbers are given, 1 for the first. */
    private static TcpSender sender(double loss, long... lost) {
        TcpSender sender = new TcpSender(new RandomGenerator() {
            private long drawn;

            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public double nextDouble() {
                drawn++;
                for (long number : lost) {
                    if (number == drawn) {
                        return 0;
                    }
                }
                return 0.9999;
            }
        });
        sender.network(loss == 1 ? 1 : 0.5, ROUND_TRIP);
        return sender;
    }

    /** Sends all that may be sent; tells what comes through. */
    private static long fill(TcpSender sender, long now) {
        long room = sender.room(now);
        while (room > 0) {
            sender.send(room, now);
            room = sender.room(now);
        }
        return sender.delivered();
    }

    private static long deliveredAt(TcpSender sender, long now) {
        sender.advance(now);
        return sender.delivered();
    }
}
