package io.millrace.ingest;

import java.util.concurrent.atomic.LongAdder;

/** What an ingest has done since its start. Counted from every event loop. */
final class IngestCounters {

    final LongAdder uploadsStarted = new LongAdder();
    final LongAdder uploadsCompleted = new LongAdder();
    final LongAdder uploadsAborted = new LongAdder();
    final LongAdder bytes = new LongAdder();
    final LongAdder deletes = new LongAdder();

    /** Uploads in progress now. */
    long uploadsOpen() {
        return uploadsStarted.sum() - uploadsCompleted.sum() - uploadsAborted.sum();
    }
}
