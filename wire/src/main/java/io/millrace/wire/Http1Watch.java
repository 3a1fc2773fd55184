package io.millrace.wire;

import io.netty.channel.Channel;
import java.util.Optional;

/** Decides that an HTTP/1.1 connection has been still for too long, and for what. Owned by its channel's event loop. */
final class Http1Watch {

    /** What is waited for from the client. */
    enum Awaited {
        NOTHING,
        /** The rest of a head that has begun. */
        HEAD,
        /** The next request. */
        REQUEST,
        /** More of a body. */
        BODY
    }

    /** What has run out. */
    enum Expired {
        HEAD,
        REQUEST,
        BODY,
        SENDING
    }

    private final Timeouts timeouts;
    private final Stillness hearing = new Stillness();
    private final Stillness sending = new Stillness();
    private Awaited last = Awaited.NOTHING;

    Http1Watch(Timeouts timeouts) {
        this.timeouts = timeouts;
    }

    /**
     * Takes note of the state at a tick.
     *
     * @param heard reads so far
     * @param requests heads that were whole so far
     */
    Optional<Expired> tick(Channel channel, Awaited awaited, long heard, long requests, long tickNanos) {
        if (!Watch.sending(channel)) {
            sending.none();
        } else if (sending.after(Watch.sent(channel), tickNanos) >= timeouts.sendNanos()) {
            return Optional.of(Expired.SENDING);
        }
        if (awaited != last) {
            last = awaited;
            hearing.none();
            hearing.after(mark(awaited, heard, requests), 0);
            return Optional.empty();
        }
        long quiet = hearing.after(mark(awaited, heard, requests), tickNanos);
        return switch (awaited) {
            case NOTHING -> Optional.empty();
            case HEAD -> expired(Expired.HEAD, quiet, timeouts.headerNanos());
            case REQUEST -> expired(Expired.REQUEST, quiet, timeouts.keepAliveNanos());
            case BODY -> expired(Expired.BODY, quiet, timeouts.idleNanos());
        };
    }

    /** A head that dribbles in is as slow as one that stands still, and empty lines are no request. */
    private static long mark(Awaited awaited, long heard, long requests) {
        return awaited == Awaited.BODY ? heard : requests;
    }

    private static Optional<Expired> expired(Expired what, long nanos, long limitNanos) {
        return nanos >= limitNanos ? Optional.of(what) : Optional.empty();
    }
}
