package io.millrace.ingest;

import io.millrace.chunklog.AnnouncementPublisher;
import io.millrace.chunklog.ChunkLog;
import io.millrace.ingest.figures.LiveFigures;

/**
 * What all requests to an ingest share. Used by every event loop.
 *
 * @param windowBytes bytes of one upload that are kept where its channel says nothing else; 0 for all
 * @param uploads those in progress whose permission may end
 * @param figures what is published, by directory
 */
record Intake(
        ChunkLog log,
        AnnouncementPublisher announcements,
        IngestConfig config,
        IngestCounters counters,
        InFlightBytes inFlight,
        UploadLimits limits,
        Answers answers,
        long windowBytes,
        OpenUploads uploads,
        LiveFigures figures) {}
