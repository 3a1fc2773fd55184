package io.millrace.ingest;

import io.millrace.chunklog.ChunkLogWriter;
import io.millrace.chunklog.Completion;
import io.millrace.chunklog.ContentHeaders;
import io.millrace.chunklog.ObjectPath;
import io.millrace.chunklog.WriteFailure;
import io.millrace.wire.BodyListener;
import io.millrace.wire.Exchange;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;

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

    private final Exchange exchange;
    private final Intake intake;
    private final UploadOutcome outcome;
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
        this.intake = intake;
        this.outcome = new UploadOutcome(exchange, path, intake);
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
            outcome.begun();
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
            finished();
            outcome.probed();
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

    /** Gives the upload up because of a fault of ours. */
    void fault(Throwable fault) {
        intake.answers().fault(exchange, fault);
        broken("a fault of the server");
    }

    @Override
    public void opened(long generation) {
        outcome.opened(generation);
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
        guarded(() -> {
            aborted();
            outcome.failed(failure, writer.length());
        });
    }

    /** What to tell of an object that is longer than the limit. */
    static String tooLarge(long most) {
        return "the object is longer than " + most + " bytes, the most that this ingest takes"
                + " (MILLRACE_INGEST_OBJECT_BYTES)";
    }

    private void completed(Completion completion) {
        guarded(() -> {
            finished();
            outcome.completed(completion, base != 0);
        });
    }

    private void giveUp(String reason, Runnable answer) {
        if (over) {
            return;
        }
        cutOff(reason);
        answer.run();
    }

    private void cutOff(String reason) {
        outcome.cutOff(writer.length(), reason);
        // What has come belongs to the object as far as it goes: readers get it, then see the end as what it is.
        storePartial();
        writer.abort();
        aborted();
    }

    private void aborted() {
        finished();
        partial.release();
        if (begun) {
            outcome.aborted(writer.generation());
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
        guarded(this::progressed);
    }

    /** What is called back from elsewhere must not fail in silence: nobody else would answer. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            fault(e);
        }
    }
}
