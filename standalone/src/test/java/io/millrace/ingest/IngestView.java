package io.millrace.ingest;

/** What a test sees of an ingest besides its responses. */
public final class IngestView {

    private IngestView() {}

    public static long bytes(IngestServer ingest) {
        return ingest.counters().bytes.sum();
    }

    /** Bytes that were taken in and are not stored yet. */
    static long inFlightBytes(IngestServer ingest) {
        return ingest.intake().inFlight().now();
    }

    /** Uploads that hold a place. */
    static int openUploads(IngestServer ingest) {
        return ingest.intake().limits().open();
    }
}
