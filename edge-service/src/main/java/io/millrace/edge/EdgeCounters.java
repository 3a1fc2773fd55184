package io.millrace.edge;

import java.util.concurrent.atomic.LongAdder;

/** What an edge has done since its start. Counted from every event loop. */
final class EdgeCounters {

    final LongAdder requests = new LongAdder();
    final LongAdder readersStarted = new LongAdder();
    final LongAdder readersEnded = new LongAdder();
    final LongAdder bytes = new LongAdder();

    /** Requests that waited for an object or for a range of it. */
    final LongAdder held = new LongAdder();

    /** Milliseconds that they waited. */
    final LongAdder heldMs = new LongAdder();

    /** Compressed forms that were made. */
    final LongAdder compressed = new LongAdder();

    /** Responses in progress now. */
    long readers() {
        return readersStarted.sum() - readersEnded.sum();
    }
}
