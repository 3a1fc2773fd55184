package io.millrace.ingest;

import io.millrace.chunklog.Announcement;
import io.millrace.chunklog.Completion;
import io.millrace.chunklog.Dropped;
import io.millrace.chunklog.ObjectPath;
import io.millrace.chunklog.WriteFailure;
import io.millrace.ingest.figures.DirectoryFigures;
import io.millrace.wire.Exchange;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jboss.logging.Logger;

/**
 * What is told of an upload: to the encoder by its answer, to edges by announcements, to operators by counters, figures
 * of its directory and the log. Owned by the event loop of its exchange, as the upload is.
 */
final class UploadOutcome {

    private static final Logger LOG = Logger.getLogger(UploadOutcome.class);
    /** FFmpeg reads no more than 1,024 bytes of an answer: a path that is much longer than any encoder's is left out. */
    private static final int MOST_LOCATION_LENGTH = 512;

    private final Exchange exchange;
    private final ObjectPath path;
    private final Intake intake;
    /** Its directory's, from its beginning on. */
    private DirectoryFigures directory;
    /** Bytes of the encoder that came before. */
    private long early;

    UploadOutcome(Exchange exchange, ObjectPath path, Intake intake) {
        this.exchange = exchange;
        this.path = path;
        this.intake = intake;
    }

    /** Bytes of an encoder have come for it. */
    void took(int bytes) {
        intake.counters().bytes.add(bytes);
        if (directory == null) {
            early += bytes;
        } else {
            directory.took(bytes);
        }
    }

    /** The first of its bytes is to be stored. */
    void begun() {
        intake.counters().uploadsStarted.increment();
        directory = intake.figures().begun(path);
        directory.took(early);
    }

    /** A chunk of it is stored, as long after it came. */
    void stored(long nanos) {
        directory.stored(nanos);
    }

    /** Its first chunk is stored. */
    void opened(long generation) {
        intake.announcements().publish(new Announcement.Opened(path, generation));
    }

    /** Its body was empty: encoders ask so whether they may upload. */
    void probed() {
        intake.answers().empty(exchange, HttpResponseStatus.NO_CONTENT);
    }

    /**
     * It is whole.
     *
     * @param patch whether it was made from an earlier generation
     */
    void completed(Completion completion, boolean patch) {
        intake.counters().uploadsCompleted.increment();
        directory.completed();
        if (patch) {
            intake.counters().patchesCompleted.increment();
        }
        intake.announcements()
                .publish(new Announcement.Completed(
                        path,
                        completion.object().generation(),
                        completion.object().length()));
        for (Dropped dropped : completion.dropped()) {
            intake.counters().dropped.increment();
            intake.announcements().publish(new Announcement.Deleted(dropped.path(), dropped.generation()));
        }
        HttpHeaders headers = new DefaultHttpHeaders();
        String location = path.encoded();
        if (location.length() <= MOST_LOCATION_LENGTH) {
            headers.set(HttpHeaderNames.CONTENT_LOCATION, location);
        }
        headers.set(HttpHeaderNames.ETAG, completion.object().etag());
        intake.answers()
                .empty(
                        exchange,
                        completion.replaced() ? HttpResponseStatus.NO_CONTENT : HttpResponseStatus.CREATED,
                        headers);
    }

    /** The encoder went away, or its body was refused. */
    void cutOff(long bytes, String reason) {
        LOG.infof(
                "upload cut off: object=%s bytes=%d peer=%s reason=%s", path, bytes, exchange.remoteAddress(), reason);
    }

    /** It could not be stored any further. */
    void failed(WriteFailure failure, long bytes) {
        LOG.warnf(
                "upload given up: object=%s bytes=%d peer=%s reason=%s",
                path, bytes, exchange.remoteAddress(), failure.reason());
        HttpResponseStatus status = switch (failure) {
            case FULL -> HttpResponseStatus.INSUFFICIENT_STORAGE;
            case UNAVAILABLE, LOST -> HttpResponseStatus.SERVICE_UNAVAILABLE;
            case OVERTAKEN -> HttpResponseStatus.CONFLICT;
            case FAULT -> HttpResponseStatus.INTERNAL_SERVER_ERROR;
        };
        intake.answers().passing(exchange, status, failure.reason() + "; send the object again");
    }

    /**
     * It has begun and ends unfinished.
     *
     * @param generation 0 where none was opened
     */
    void aborted(long generation) {
        intake.counters().uploadsAborted.increment();
        directory.aborted();
        if (generation != 0) {
            intake.announcements().publish(new Announcement.Aborted(path, generation));
        }
    }
}
