package io.millrace.ingest.publisher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailedAttemptsTest {

    private static final List<Offer> GUESS = List.of(new Offer.Password("a", "guess"));
    private static final List<Offer> RIGHT = List.of(new Offer.Password("a", "right"));

    private final InetAddress client = InetAddress.ofLiteral("192.0.2.1");
    private final AtomicLong nanos = new AtomicLong();
    private final FailedAttempts attempts = new FailedAttempts(3, new OfferDigest(), nanos::get);

    @Test
    void whoFailsTooOftenWaitsForTheRestOfTheMinute() {
        fail(client, 2);
        assertEquals(Optional.empty(), attempts.wait(client, GUESS));
        pass(Duration.ofSeconds(20));
        fail(client, 1);
        assertEquals(Duration.ofSeconds(41), attempts.wait(client, GUESS).orElseThrow());
        pass(Duration.ofSeconds(41));
        assertEquals(Optional.empty(), attempts.wait(client, GUESS));
    }

    @Test
    void othersDoNotWait() {
        fail(client, 3);
        assertEquals(Optional.empty(), attempts.wait(InetAddress.ofLiteral("192.0.2.2"), GUESS));
    }

    @Test
    void allOfANetworkOfIpv6AreOne() {
        fail(InetAddress.ofLiteral("2001:db8::1"), 3);
        assertTrue(attempts.wait(InetAddress.ofLiteral("2001:db8::2"), GUESS).isPresent());
        assertEquals(Optional.empty(), attempts.wait(InetAddress.ofLiteral("2001:db8:0:1::1"), GUESS));
    }

    @Test
    void whatWasRightLatelyIsLookedAtInAnyCaseAndNothingElse() {
        attempts.right(client, RIGHT);
        fail(client, 3);
        assertEquals(Optional.empty(), attempts.wait(client, RIGHT));
        assertTrue(attempts.wait(client, GUESS).isPresent());
        assertTrue(attempts.wait(client, List.of(RIGHT.getFirst(), GUESS.getFirst()))
                .isPresent());
    }

    @Test
    void whoOffersNothingGuessesNothing() {
        fail(client, 3);
        assertEquals(Optional.empty(), attempts.wait(client, List.of()));
    }

    @Test
    void withoutALimitNobodyWaits() {
        FailedAttempts unlimited = new FailedAttempts(0, new OfferDigest(), nanos::get);
        for (int i = 0; i < 1000; i++) {
            unlimited.wrong(client);
        }
        assertEquals(Optional.empty(), unlimited.wait(client, GUESS));
    }

    private void fail(InetAddress who, int times) {
        for (int i = 0; i < times; i++) {
            attempts.wrong(who);
        }
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
