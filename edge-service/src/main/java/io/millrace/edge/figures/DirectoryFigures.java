package io.millrace.edge.figures;

import io.millrace.control.client.BitRate;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

/** What is read from one directory. Counted from every event loop, without a lock. */
public final class DirectoryFigures {

    private final Instant since;
    private final LongAdder requests = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder begun = new LongAdder();
    private final LongAdder over = new LongAdder();

    /** Of the thread that reports. */
    private final BitRate bitRate = new BitRate();

    private long lastRequests;
    private long quietSinceNanos;

    DirectoryFigures(Instant since, long nowNanos) {
        this.since = since;
        this.quietSinceNanos = nowNanos;
    }

    /** A request was answered with an object, or as a client's cache wanted it. */
    public void answered() {
        requests.increment();
    }

    /** A request was answered with 400 or above. */
    public void refused() {
        requests.increment();
        errors.increment();
    }

    /** A response has begun whose end comes later. */
    public void begun() {
        begun.increment();
    }

    /** It has ended, well or not. */
    public void over() {
        over.increment();
    }

    /** Bytes of objects were given to a response. */
    public void sent(long more) {
        bytes.add(more);
    }

    Instant since() {
        return since;
    }

    long requests() {
        return requests.sum();
    }

    long errors() {
        return errors.sum();
    }

    long bytes() {
        return bytes.sum();
    }

    /** Responses in progress. */
    long readers() {
        return Math.max(0, begun.sum() - over.sum()); // the two are not read at one moment
    }

    /** Bits per second; called by the thread that reports. */
    long bitRate(long nowNanos) {
        return bitRate.at(nowNanos, bytes());
    }

    /** For how long nobody has read; called by the thread that reports. */
    long quietNanos(long nowNanos) {
        long now = requests();
        if (now != lastRequests || readers() > 0) {
            lastRequests = now;
            quietSinceNanos = nowNanos;
        }
        return nowNanos - quietSinceNanos;
    }
}
