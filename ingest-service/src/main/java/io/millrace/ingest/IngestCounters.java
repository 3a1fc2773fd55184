package io.millrace.ingest;

import java.util.concurrent.atomic.LongAdder;

/** What an ingest has done since its start. Counted from every event loop. */
final class IngestCounters {

    final LongAdder uploadsStarted = new LongAdder();
    final LongAdder uploadsCompleted = new LongAdder();
    final LongAdder uploadsAborted = new LongAdder();
    final LongAdder patchesCompleted = new LongAdder();
    final LongAdder bytes = new LongAdder();
    final LongAdder deletes = new LongAdder();
    /** Objects that left their directory's window. */
    final LongAdder dropped = new LongAdder();

    final LongAdder refusedObjectBytes = new LongAdder();
    final LongAdder refusedUploads = new LongAdder();
    final LongAdder refusedClientUploads = new LongAdder();
    final LongAdder refusedChannelUploads = new LongAdder();
    final LongAdder refusedInFlight = new LongAdder();
    /** Requests that the rules did not allow. */
    final LongAdder refusedAccess = new LongAdder();

    /** Uploads in progress now. */
    long uploadsOpen() {
        return uploadsStarted.sum() - uploadsCompleted.sum() - uploadsAborted.sum();
    }
}
