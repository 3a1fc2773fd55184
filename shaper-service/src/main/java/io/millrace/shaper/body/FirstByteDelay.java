package io.millrace.shaper.body;

import io.millrace.proto.control.v1.Latency;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How long one response's first byte is held; drawn once, and anew where the rule becomes another. */
final class FirstByteDelay {

    private final RandomGenerator random;
    private Latency drawnFor = Latency.getDefaultInstance();
    private long nanos;

    FirstByteDelay(RandomGenerator random) {
        this.random = random;
    }

    long nanos(Optional<Latency> latency) {
        Latency present = latency.orElse(Latency.getDefaultInstance());
        if (!present.equals(drawnFor)) {
            drawnFor = present;
            long jitter = ProtoTime.nanos(present.getJitter());
            long more = jitter == 0 ? 0 : random.nextLong(-jitter, jitter + 1);
            nanos = Math.max(0, ProtoTime.nanos(present.getDelay()) + more);
        }
        return nanos;
    }
}
