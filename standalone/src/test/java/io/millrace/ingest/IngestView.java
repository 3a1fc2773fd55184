package io.millrace.ingest;

/** What a test sees of an ingest besides its responses. */
public final class IngestView {

    private IngestView() {}

    public static long bytes(IngestServer ingest) {
        return ingest.counters().bytes.sum();
    }
}
