package io.millrace.ingest;

import io.millrace.chunklog.Announcement;
import io.millrace.chunklog.ChunkLogWriter;
import io.millrace.chunklog.Completion;
import io.millrace.chunklog.ContentHeaders;
import io.millrace.chunklog.Dropped;
import io.millrace.chunklog.ObjectPath;
import io.millrace.chunklog.WriteFailure;
import io.millrace.wire.BodyListener;
import io.millrace.wire.Exchange;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * One PUT: the body's bytes on their way into a chunk log. Owned by the event loop of its exchange; ends with the
 * answer, or when the encoder goes away.
 *
 * <p>A chunk of the body becomes one chunk of the log. Where only a part of it has come, the part is stored at once if
 * nothing else waits for Redis, and with what follows otherwise: it could not be stored sooner anyway.
 */
final class Upload implements BodyListener, ChunkLogWriter.Events {

    /** Where the bytes come from, as far as they can be held back. */
    interface Source {

        void setReading(boolean reading);

        /** The upload takes no further byte: it is complete, or was given up. Called once. */
        default void uploadEnded() {}
    }

    private static final Logger LOG = Logger.getLogger(Upload.class);
    /** FFmpeg reads no more than 1,024 bytes of an answer: a path that is much longer than any encoder's is left out. */
    private static final int MOST_LOCATION_LENGTH = 512;

    private final Exchange exchange;
    private final ObjectPath path;
    private final Intake intake;
    private final UploadLimits.Place place;
    private final Source source;
    /** The generation that this one is a patch of, or 0. */
    private final long base;

    private final ChunkLogWriter writer;
    private final ChunkAssembler partial;
    private boolean begun;
    private boolean over;
    private boolean heldBack;
    private boolean awaitingRoom;

    private Upload(
            Exchange exchange,
            ObjectPath path,
            ContentHeaders headers,
            Intake intake,
            UploadLimits.Place place,
            Source source,
            long base) {
        this.exchange = exchange;
        this.path = path;
        this.intake = intake;
        this.place = place;
        this.source = source;
        this.base = base;
        this.partial = new ChunkAssembler(intake.inFlight());
        this.writer = intake.log().writer(path, headers, intake.config().windowBytes(), exchange.eventLoop(), this);
    }

    /** Whose body is the whole object. */
    static Upload whole(
            Exchange exchange, ObjectPath path, ContentHeaders headers, Intake intake, UploadLimits.Place place) {
        return new Upload(exchange, path, headers, intake, place, exchange::setReading, 0);
    }

    /**
     * Whose bytes come from a patch.
     *
     * @param base the generation that must still be the newest complete one at the end; 0 where there was none
     */
    static Upload patched(
            Exchange exchange,
            ObjectPath path,
            ContentHeaders headers,
            Intake intake,
            UploadLimits.Place place,
            Source source,
            long base) {
        return new Upload(exchange, path, headers, intake, place, source, base);
    }

    /** Whether it has ended, however: it takes no further byte. */
    boolean over() {
        return over;
    }

    /** Whether its source should wait. */
    boolean heldBack() {
        return heldBack;
    }

    @Override
    public void bytes(ByteBuf bytes) {
        if (!over) {
            intake.counters().bytes.add(bytes.readableBytes());
        }
        store(bytes);
    }

    /** Takes bytes that are no encoder's, but of the object that is patched. */
    void store(ByteBuf bytes) {
        if (over) {
            bytes.release();
            return;
        }
        long most = intake.config().objectBytes();
        if (most > 0 && writer.length() + partial.size() + bytes.readableBytes() > most) {
            bytes.release();
            intake.counters().refusedObjectBytes.increment();
            refuse(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, tooLarge(most));
            return;
        }
        if (!begun) {
            begun = true;
            intake.counters().uploadsStarted.increment();
        }
        int maxChunkBytes = intake.config().maxChunkBytes();
        while (partial.size() + bytes.readableBytes() > maxChunkBytes) {
            partial.add(bytes.readRetainedSlice(maxChunkBytes - partial.size()));
            storePartial();
        }
        partial.add(bytes);
    }

    @Override
    public void chunkEnd() {
        if (!over) {
            storePartial();
        }
    }

    @Override
    public void pause() {
        if (!over && writer.idle()) {
            storePartial();
        }
    }

    @Override
    public void end() {
        if (over) {
            return;
        }
        storePartial();
        if (!begun) {
            // An empty body is a probe: encoders ask so whether they may upload.
            finished();
            intake.answers().empty(exchange, HttpResponseStatus.NO_CONTENT);
        } else if (base != 0) {
            writer.completeOver(base, this::completed);
        } else {
            writer.complete(this::completed);
        }
    }

    @Override
    public void broken(String reason) {
        if (over) {
            return;
        }
        cutOff(reason);
    }

    /** Gives the upload up because of what the encoder sends; the answer comes at once. */
    void refuse(HttpResponseStatus status, String detail) {
        giveUp(detail, () -> intake.answers().problem(exchange, status, detail));
    }

    /** Gives the upload up for a reason that may have passed when the encoder tries again. */
    void refuseForNow(HttpResponseStatus status, String detail) {
        giveUp(detail, () -> intake.answers().passing(exchange, status, detail));
    }

    @Override
    public void opened(long generation) {
        intake.announcements().publish(new Announcement.Opened(path, generation));
    }

    @Override
    public void progressed() {
        if (over) {
            return;
        }
        if (writer.idle()) {
            storePartial();
        }
        if (heldBack && !full()) {
            heldBack = false;
            source.setReading(true);
        }
    }

    @Override
    public void failed(WriteFailure failure) {
        if (over) {
            return;
        }
        LOG.warnf(
                "upload given up: object=%s bytes=%d peer=%s reason=%s",
                path, writer.length(), exchange.remoteAddress(), failure.reason());
        aborted();
        HttpResponseStatus status = switch (failure) {
            case FULL -> HttpResponseStatus.INSUFFICIENT_STORAGE;
            case UNAVAILABLE, LOST -> HttpResponseStatus.SERVICE_UNAVAILABLE;
            case OVERTAKEN -> HttpResponseStatus.CONFLICT;
        };
        intake.answers().passing(exchange, status, failure.reason() + "; send the object again");
    }

    /** What to tell of an object that is longer than the limit. */
    static String tooLarge(long most) {
        return "the object is longer than " + most + " bytes, the most that this ingest takes"
                + " (MILLRACE_INGEST_OBJECT_BYTES)";
    }

    private void completed(Completion completion) {
        finished();
        intake.counters().uploadsCompleted.increment();
        if (base != 0) {
            intake.counters().patchesCompleted.increment();
        }
        Consumer<Announcement> announce = intake.announcements()::publish;
        announce.accept(new Announcement.Completed(
                path, completion.object().generation(), completion.object().length()));
        for (Dropped dropped : completion.dropped()) {
            intake.counters().dropped.increment();
            announce.accept(new Announcement.Deleted(dropped.path(), dropped.generation()));
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

    private void giveUp(String reason, Runnable answer) {
        if (over) {
            return;
        }
        cutOff(reason);
        answer.run();
    }

    private void cutOff(String reason) {
        LOG.infof(
                "upload cut off: object=%s bytes=%d peer=%s reason=%s",
                path, writer.length(), exchange.remoteAddress(), reason);
        // What has come belongs to the object as far as it goes: readers get it, then see the end as what it is.
        storePartial();
        writer.abort();
        aborted();
    }

    private void aborted() {
        finished();
        partial.release();
        if (begun) {
            intake.counters().uploadsAborted.increment();
        }
        if (writer.generation() != 0) {
            intake.announcements().publish(new Announcement.Aborted(path, writer.generation()));
        }
    }

    private void finished() {
        over = true;
        place.leave();
        source.uploadEnded();
    }

    private void storePartial() {
        if (partial.size() == 0) {
            return;
        }
        writer.append(partial.take());
        if (!heldBack && full()) {
            heldBack = true;
            source.setReading(false);
        }
    }

    private boolean full() {
        if (writer.windowFull()) {
            return true; // its own acknowledgements wake it
        }
        if (!intake.inFlight().full()) {
            return false;
        }
        if (!awaitingRoom) {
            awaitingRoom = true;
            intake.inFlight().whenRoom(exchange.eventLoop(), this::roomAgain);
        }
        return true;
    }

    private void roomAgain() {
        awaitingRoom = false;
        progressed();
    }
}
