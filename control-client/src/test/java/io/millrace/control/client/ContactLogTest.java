package io.millrace.control.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContactLogTest {

    private static final Optional<ControlView> KNOWN = Optional.of(ControlView.of("store", 7, List.of()));

    private final Logger logger = Logger.getLogger(ControlClient.class.getName());
    private final Lines lines = new Lines();
    private final ContactLog log = new ContactLog();

    @BeforeEach
    void listen() {
        logger.addHandler(lines);
    }

    @AfterEach
    void leave() {
        logger.removeHandler(lines);
    }

    @Test
    void aLossIsOneLineHoweverManyTriesFailInTheSameWay() {
        log.connected("a:1", KNOWN.get());
        lines.seen.clear();
        log.lost("a:1", Status.UNAVAILABLE.withDescription("refused"), KNOWN);
        log.failed("b:1", Status.UNAVAILABLE, KNOWN);
        log.failed("a:1", Status.UNAVAILABLE, KNOWN);
        assertEquals(
                List.of("the control plane at a:1 is lost (UNAVAILABLE: refused): revision 7 stays in force"),
                lines.seen);
    }

    @Test
    void anotherKindOfFailureIsALineOfItsOwn() {
        log.failed("a:1", Status.UNAVAILABLE, Optional.empty());
        log.failed("a:1", Status.UNAUTHENTICATED, Optional.empty());
        log.failed("a:1", Status.UNAVAILABLE, Optional.empty());
        assertEquals(
                List.of(
                        "the control plane at a:1 can't be used (UNAVAILABLE):"
                                + " not ready until it can be, because nothing is known yet",
                        "the control plane at a:1 can't be used (UNAUTHENTICATED):"
                                + " not ready until it can be, because nothing is known yet"),
                lines.seen);
    }

    @Test
    void theReturnIsOneLine() {
        log.connected("a:1", KNOWN.get());
        log.lost("a:1", Status.UNAVAILABLE, KNOWN);
        lines.seen.clear();
        log.connected("b:1", KNOWN.get());
        assertEquals(1, lines.seen.size());
        assertEquals(
                "the control plane is back at b:1 after N s: revision=7",
                lines.seen.getFirst().replaceFirst("after \\d+ s", "after N s"));
    }

    @Test
    void aLossAfterAReturnIsToldAgain() {
        log.lost("a:1", Status.UNAVAILABLE, KNOWN);
        log.connected("a:1", KNOWN.get());
        lines.seen.clear();
        log.lost("a:1", Status.UNAVAILABLE, KNOWN);
        assertEquals(1, lines.seen.size());
    }

    @Test
    void aFailureIsToldInOneLineWithItsDeepestCause() {
        Status status = Status.UNAVAILABLE
                .withDescription("io exception\nChannel Pipeline: [a, b]")
                .withCause(new IOException("outer", new IOException("the certificate is not trusted")));
        assertEquals("UNAVAILABLE: io exception: the certificate is not trusted", ContactLog.words(status));
    }

    /** What was logged, without what a logger puts around it. */
    private static final class Lines extends Handler {

        private final List<String> seen = new ArrayList<>();

        @Override
        public void publish(LogRecord entry) {
            seen.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
