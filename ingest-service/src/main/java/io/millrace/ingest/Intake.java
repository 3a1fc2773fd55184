package io.millrace.ingest;

import io.millrace.chunklog.AnnouncementPublisher;
import io.millrace.chunklog.ChunkLog;

/**
 * What all requests to an ingest share. Used by every event loop.
 *
 * @param patchedBytes length of the longest object that can come of a patch; what is longer is not kept as a whole
 */
record Intake(
        ChunkLog log,
        AnnouncementPublisher announcements,
        IngestConfig config,
        IngestCounters counters,
        InFlightBytes inFlight,
        UploadLimits limits,
        Answers answers,
        long patchedBytes) {}
