package io.millrace.ingest;

import io.millrace.chunklog.ContentHeaders;
import io.millrace.chunklog.ObjectPath;
import io.millrace.chunklog.ObjectState;
import io.millrace.wire.BodyListener;
import io.millrace.wire.Exchange;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * A PUT of a part of an object: a new generation of the older one's bytes before the body, the body, and the older one's
 * bytes behind it. Owned by the event loop of its exchange; ends with its upload.
 *
 * <p>Nothing is copied before the body's first byte: an empty body is a probe here too. Readers are served the older
 * generation until the new one is complete. It completes over that one only, so of two patches at once the later is
 * refused instead of undoing the other's.
 */
final class Patch implements BodyListener, Upload.Source, LogCopy.Taker {

    private enum Step {
        /** No byte of the body has come. */
        WAITING,
        /** The older generation's bytes before the body are copied; the body is held back. */
        HEAD,
        BODY,
        /** The older generation's bytes behind the body are copied. */
        TAIL
    }

    private final Exchange exchange;
    private final ObjectPath path;
    private final Intake intake;
    private final PatchPlan.Lay plan;
    /** Of the longest object that is kept as a whole. */
    private final long patchedBytes;

    private final Upload upload;
    /** What of the body came before it was held back: not more than one round of reads. */
    private final Queue<ByteBuf> early = new ArrayDeque<>();

    private Step step = Step.WAITING;
    private LogCopy copy;
    private long taken;
    private boolean bodyEnded;

    /**
     * @param headers of the new generation, where there is none whose headers stay
     */
    Patch(
            Exchange exchange,
            ObjectPath path,
            ContentHeaders headers,
            PatchPlan.Lay plan,
            Intake intake,
            Admitted admitted) {
        this.exchange = exchange;
        this.path = path;
        this.intake = intake;
        this.patchedBytes = admitted.terms().patchedBytes(intake.windowBytes());
        this.plan = plan;
        this.upload = Upload.patched(
                exchange,
                path,
                plan.base().map(ObjectState.Complete::headers).orElse(headers),
                intake,
                admitted,
                this,
                plan.base().map(ObjectState.Complete::generation).orElse(0L));
    }

    @Override
    public void bytes(ByteBuf bytes) {
        taken += bytes.readableBytes();
        if (upload.over()) {
            bytes.release();
        } else if (plan.bytes().isPresent() && taken > plan.bytes().getAsLong()) {
            bytes.release();
            refuse(PatchPlan.tooLong(plan.bytes().getAsLong()));
        } else if (plan.first() + taken > patchedBytes) {
            bytes.release();
            refuse(PatchPlan.tooLarge(patchedBytes));
        } else if (step == Step.BODY) {
            upload.bytes(bytes);
        } else {
            early.add(bytes);
            if (step == Step.WAITING) {
                exchange.setReading(false);
                step = Step.HEAD;
                copy(0, plan.first());
            }
        }
    }

    @Override
    public void chunkEnd() {
        if (step == Step.BODY) {
            upload.chunkEnd();
        }
    }

    @Override
    public void pause() {
        if (step == Step.BODY) {
            upload.pause();
        }
    }

    @Override
    public void end() {
        bodyEnded = true;
        if (taken == 0) {
            upload.end();
        } else if (plan.bytes().isPresent() && taken < plan.bytes().getAsLong()) {
            refuse(PatchPlan.tooShort(plan.bytes().getAsLong()));
        } else if (step == Step.BODY) {
            bodyIsWhole();
        }
    }

    @Override
    public void broken(String reason) {
        upload.broken(reason);
    }

    /** Back-pressure of the store: on the encoder, or on the reading of the older generation. */
    @Override
    public void setReading(boolean reading) {
        if (step == Step.BODY && !bodyEnded) {
            exchange.setReading(reading);
        } else if (reading && copy != null) {
            copy.resume();
        }
    }

    @Override
    public void chunk(ByteBuf bytes) {
        upload.store(bytes);
        upload.chunkEnd();
    }

    @Override
    public boolean full() {
        return upload.over() || upload.heldBack();
    }

    @Override
    public void copied() {
        if (step == Step.TAIL) {
            upload.end();
            return;
        }
        step = Step.BODY;
        while (!early.isEmpty()) {
            upload.bytes(early.remove());
        }
        if (upload.over()) {
            return;
        }
        if (bodyEnded) {
            bodyIsWhole();
        } else {
            exchange.setReading(!upload.heldBack());
            upload.pause();
        }
    }

    @Override
    public void failed(LogCopy.Failure failure) {
        switch (failure) {
            case UNAVAILABLE ->
                upload.refuseForNow(
                        HttpResponseStatus.SERVICE_UNAVAILABLE, "the store does not answer; send the range again");
            case GONE ->
                upload.refuseForNow(HttpResponseStatus.CONFLICT, "the object was deleted or replaced in the meantime");
        }
    }

    @Override
    public void fault(Throwable fault) {
        upload.fault(fault);
    }

    private void bodyIsWhole() {
        upload.chunkEnd();
        step = Step.TAIL;
        copy(plan.first() + taken, plan.baseLength());
    }

    private void copy(long from, long end) {
        if (from >= end) {
            copied();
            return;
        }
        long generation = plan.base().orElseThrow().generation();
        copy = new LogCopy(intake.log(), path, generation, from, end, exchange.eventLoop(), this);
        copy.resume();
    }

    private void refuse(PatchPlan.Refused refused) {
        upload.refuse(refused.status(), refused.detail());
    }

    /** However it ended: nothing more is copied, and what waits for the copy is let go. */
    @Override
    public void uploadEnded() {
        early.forEach(ByteBuf::release);
        early.clear();
        if (copy != null) {
            copy.stop();
        }
    }
}
