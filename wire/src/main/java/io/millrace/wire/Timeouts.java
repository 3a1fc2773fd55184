package io.millrace.wire;

import java.time.Duration;
import java.util.stream.LongStream;

/**
 * The time limits of a listener's connections, in nanoseconds.
 *
 * @param idleNanos silence in a body
 * @param keepAliveNanos silence between requests
 * @param headerNanos until a head is whole
 * @param sendNanos that a client takes nothing
 */
record Timeouts(long idleNanos, long keepAliveNanos, long headerNanos, long sendNanos) {

    static Timeouts of(ListenerConfig config) {
        return new Timeouts(
                nanos(config.idleTimeout()),
                nanos(config.keepAlive()),
                nanos(config.headerTimeout()),
                nanos(config.sendTimeout()));
    }

    long shortestNanos() {
        return LongStream.of(idleNanos, keepAliveNanos, headerNanos, sendNanos)
                .min()
                .orElseThrow();
    }

    /** A limit of centuries is none. */
    private static long nanos(Duration limit) {
        return limit.compareTo(Duration.ofNanos(Long.MAX_VALUE)) >= 0 ? Long.MAX_VALUE : limit.toNanos();
    }
}
