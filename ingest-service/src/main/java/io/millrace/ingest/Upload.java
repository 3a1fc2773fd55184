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
    private final Admitted admitted;
    private final Source source;
    /** The generation that this one is a patch of, or 0. */
    private final long base;

    private final ChunkLogWriter writer;
    private final ChunkAssembler partial;
    private final BackPressure pressure;
    private final PermissionWatch permission;
    private boolean begun;
    private boolean over;

    private Upload(
            Exchange exchange,
            ObjectPath path,
            ContentHeaders headers,
            Intake intake,
            Admitted admitted,
            Source source,
            long base) {
        this.exchange = exchange;
        this.intake = intake;
        this.outcome = new UploadOutcome(exchange, path, intake);
        this.admitted = admitted;
        this.source = source;
        this.base = base;
        this.partial = new ChunkAssembler(intake.inFlight());
        this.writer = intake.log()
                .writer(
                        path,
                        headers,
                        admitted.terms().keeping(),
                        intake.config().windowBytes(),
                        exchange.eventLoop(),
                        this);
        this.pressure = new BackPressure(
                writer,
                intake.inFlight(),
                admitted.terms().bytesPerSecond(),
                exchange.eventLoop(),
                source,
                () -> guarded(this::progressed));
        this.permission = intake.uploads().watch(admitted.permission(), exchange.eventLoop(), new PermissionEnded());
    }

    /** Whose body is the whole object. */
    static Upload whole(Exchange exchange, ObjectPath path, ContentHeaders headers, Intake intake, Admitted admitted) {
        return new Upload(exchange, path, headers, intake, admitted, exchange::setReading, 0);
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
            Admitted admitted,
            Source source,
            long base) {
        return new Upload(exchange, path, headers, intake, admitted, source, base);
    }

    /** Whether it has ended, however: it takes no further byte. */
    boolean over() {
        return over;
    }

    /** Whether its source should wait. */
    boolean heldBack() {
        return pressure.heldBack();
    }

    @Override
    public void bytes(ByteBuf bytes) {
        if (!over) {
            outcome.took(bytes.readableBytes());
            pressure.took(bytes.readableBytes());
        }
        store(bytes);
    }

    /** Takes bytes that are no encoder's, but of the object that is patched. */
    void store(ByteBuf bytes) {
        if (over) {
            bytes.release();
            return;
        }
        long most = admitted.terms().objectBytes();
        if (most > 0 && writer.length() + partial.size() + bytes.readableBytes() > most) {
            bytes.release();
            intake.counters().refusedObjectBytes.increment();
            refuse(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, admitted.terms().tooLarge());
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
        // All of it came while it was allowed.
        permission.stop();
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
    public void stored(long nanos) {
        outcome.stored(nanos);
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
        pressure.release();
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
        admitted.place().leave();
        permission.stop();
        source.uploadEnded();
    }

    private void storePartial() {
        if (partial.size() == 0) {
            return;
        }
        writer.append(partial.take());
        pressure.hold();
    }

    /** What is called back from elsewhere must not fail in silence: nobody else would answer. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            fault(e);
        }
    }

    /** The publisher is told, and readers see the end as what it is. */
    private final class PermissionEnded implements PermissionWatch.Ended {

        @Override
        public void forGood(String reason) {
            guarded(() -> refuse(HttpResponseStatus.FORBIDDEN, reason));
        }

        @Override
        public void forNow(String reason) {
            guarded(() -> refuseForNow(HttpResponseStatus.SERVICE_UNAVAILABLE, reason + "; send the object again"));
        }
    }
}
