package io.millrace.shaper.body;

import io.millrace.proto.control.v1.Bandwidth;
import io.millrace.proto.control.v1.Truncate;
import io.millrace.shaper.pace.SessionPace;
import io.millrace.shaper.rule.Plan;
import io.millrace.wire.Exchange;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * The response to one exchange, as a plan has it. Owns the response from head to end; lives on the exchange's event loop,
 * on which everything here is called, and ends when it says so with {@link ShapedListener#over}.
 *
 * <p>Before the head is sent a plan may answer in place of the origin. Of those that do, a hang comes first, then a reset,
 * a redirect, a status. All are held by the latency, and the bodies of the last are shaped as others are.
 */
public final class ShapedResponse {

    /** How long what there is of a body is waited for, where a point is told as a part of a length that is not known. */
    private static final long SAMPLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long GONE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Exchange exchange;
    private final SessionPace pace;
    private final ShapedListener listener;
    private final ShapedBody body;
    private final FirstByteDelay delay;
    private final Prefetch prefetch;
    private final Wake wake;

    private Plan plan;
    private boolean answersItself;
    /** The origin's; null until it is there. */
    private ShapedHead head;
    /** When there was something to answer; 0 before. */
    private long readyNanos;

    private boolean begun;
    /** The body's length as the head tells it; {@link BodyPoints#NOWHERE} where it tells none. */
    private long toldLength;

    private boolean broken;
    private boolean over;
    private boolean reading = true;

    private ShapedResponse(
            Exchange exchange, Plan plan, SessionPace pace, RandomGenerator random, ShapedListener listener) {
        this.exchange = exchange;
        this.plan = plan;
        this.pace = pace;
        this.listener = listener;
        this.body = new ShapedBody(exchange, pace, random, new Ends());
        this.delay = new FirstByteDelay(random);
        this.prefetch = new Prefetch(pace);
        this.wake = new Wake(exchange.eventLoop(), this::decide);
        this.answersItself = OwnAnswer.isDue(plan);
    }

    /**
     * A response whose exchange is not answered yet, and is answered by it alone.
     *
     * @param random the response's own, for what is by chance
     */
    public static ShapedResponse of(
            Exchange exchange, Plan plan, SessionPace pace, RandomGenerator random, ShapedListener listener) {
        ShapedResponse response = new ShapedResponse(exchange, plan, pace, random, listener);
        exchange.onClosed(response::finish);
        exchange.onHalfClosed(response::clientIsDone);
        exchange.onWritable(response.body::pump);
        return response;
    }

    /** Whether the origin is to be asked. If not, {@link #start} does all. */
    public boolean needsOrigin() {
        return !answersItself;
    }

    /** Answers without the origin. */
    public void start() {
        decide();
    }

    /** The origin's head; the headers become the response's. */
    public void head(HttpResponseStatus status, HttpHeaders headers) {
        if (over || answersItself) {
            return;
        }
        head = new ShapedHead(status, headers);
        decide();
    }

    /** More of the origin's body, behind its head. Takes the buffer over. */
    public void bytes(ByteBuf data) {
        if (over || answersItself || head == null) {
            data.release();
            return;
        }
        body.add(data);
        decide();
        holdBack();
    }

    /** The origin's body is whole. */
    public void end() {
        if (!over && !answersItself && head != null) {
            body.end();
            decide();
        }
    }

    /**
     * The origin failed. The response is cut off behind what there is of it; before the head it is a 502.
     *
     * @param reason for the client
     */
    public void broken(String reason) {
        if (over || answersItself || body.ended()) {
            return;
        }
        if (head == null) {
            OwnAnswer answer = OwnAnswer.badGateway(reason);
            listener.ownAnswer(answer.head().headers());
            head = answer.head();
            body.add(answer.body());
        } else {
            broken = true;
        }
        body.end();
        decide();
    }

    /** Puts another plan in force, for what is not sent yet. */
    public void plan(Plan next) {
        if (over) {
            return;
        }
        plan = next;
        if (begun) {
            body.plan(next);
        } else {
            decide();
        }
    }

    /** Begins the response, if it is time; called whenever that may have come. */
    private void decide() {
        if (begun || over) {
            return;
        }
        boolean itself = OwnAnswer.isDue(plan);
        if (itself != answersItself) {
            answersItself = itself;
            head = null;
            readyNanos = 0;
            broken = false;
            body.clear();
            prefetch.shrink(0);
            reading = true;
            listener.origin(!itself);
            if (over) {
                return;
            }
        }
        if (!answersItself && head == null) {
            return;
        }
        long now = pace.now();
        readyNanos = readyNanos == 0 ? now : readyNanos;
        long heldUntil = readyNanos + delay.nanos(plan.latency());
        if (now < heldUntil) {
            wake.at(heldUntil, now);
        } else if (OwnAnswer.hangsFirst(plan)) {
            hang(heldUntil, now);
        } else if (answersItself) {
            answer();
        } else if (!awaitsMore(heldUntil, now)) {
            begin(head);
        }
    }

    private void hang(long since, long now) {
        wake.cancel();
        plan.hang().filter(hang -> hang.hasTimeout()).ifPresent(hang -> {
            long until = since + ProtoTime.nanos(hang.getTimeout());
            if (now < until) {
                wake.at(until, now);
            } else {
                reset();
            }
        });
    }

    private void answer() {
        if (OwnAnswer.resetsFirst(plan)) {
            reset();
            return;
        }
        OwnAnswer answer = OwnAnswer.of(plan, exchange);
        listener.ownAnswer(answer.head().headers());
        if (exchange.method().equals(HttpMethod.HEAD)) {
            answer.body().release();
        } else {
            body.add(answer.body());
        }
        body.end();
        begin(answer.head());
    }

    /** Whether more of the body has to be there before its first byte is sent. */
    private boolean awaitsMore(long sinceNanos, long now) {
        if (body.ended() || head.bodiless()) {
            return false;
        }
        if (fetchesFirst()) {
            holdBack(); // it may have been held back while nothing was fetched first
            return true;
        }
        boolean samples = head.length().isEmpty()
                && BodyPoints.needLength(plan)
                && body.waiting() < ShapedBody.QUEUE_BYTES
                && now < sinceNanos + SAMPLE_NANOS;
        if (samples) {
            wake.at(sinceNanos + SAMPLE_NANOS, now);
        }
        return samples;
    }

    private boolean fetchesFirst() {
        return plan.bandwidth().filter(Bandwidth::getFetchFirst).isPresent() && prefetch.holds(body.waiting());
    }

    private void begin(ShapedHead shaped) {
        begun = true;
        wake.cancel();
        long length = shaped.length().orElse(body.waiting());
        shaped.shape(plan);
        toldLength = shaped.length().orElse(BodyPoints.NOWHERE);
        if (shaped.bodiless()) {
            exchange.respond(shaped.status(), shaped.headers(), Unpooled.EMPTY_BUFFER);
            finish();
            return;
        }
        exchange.begin(shaped.status(), shaped.headers());
        exchange.flush();
        body.start(plan, length, toldLength < length ? toldLength : BodyPoints.NOWHERE);
        holdBack();
    }

    private void reset() {
        exchange.reset();
        finish();
    }

    /** It may read on, or have gone: which, is seen only when something is sent. One that is held would not be seen to be gone. */
    private void clientIsDone() {
        if ((!begun && OwnAnswer.hangsFirst(plan)) || body.stands()) {
            exchange.cutOff();
            finish();
        } else {
            lookForClient(-1);
        }
    }

    /** Takes a client that has closed its side for gone when nothing was sent to it for a minute. */
    private void lookForClient(long sentBefore) {
        if (over) {
            return;
        }
        if (body.sent() == sentBefore) {
            exchange.cutOff();
            finish();
        } else {
            long seen = body.sent();
            exchange.eventLoop().schedule(() -> lookForClient(seen), GONE_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    private void finish() {
        if (!over) {
            over = true;
            wake.cancel();
            body.stop();
            prefetch.shrink(0);
            listener.over();
        }
    }

    /** The one place where the origin is held back and let go on. */
    private void holdBack() {
        if (over || answersItself) {
            return;
        }
        long waiting = body.waiting();
        prefetch.shrink(waiting);
        boolean fetches = !begun && fetchesFirst();
        if (reading && waiting >= ShapedBody.QUEUE_BYTES && !fetches) {
            reading = false;
            listener.reading(false);
        } else if (!reading && (waiting <= ShapedBody.QUEUE_BYTES / 2 || fetches)) {
            reading = true;
            listener.reading(true);
        }
    }

    /** What the body comes to. */
    private final class Ends implements ShapedBody.Fate {

        @Override
        public void ended() {
            if (broken) {
                exchange.cutOffBehind();
            } else {
                plan.slowClose()
                        .ifPresentOrElse(
                                slow -> exchange.endThenClose(ProtoTime.duration(slow.getDelay())), exchange::end);
            }
            finish();
        }

        @Override
        public void truncated(long bytes) {
            boolean clean = plan.truncate().map(Truncate::getClean).orElse(true);
            if (clean && (toldLength == BodyPoints.NOWHERE || toldLength == bytes)) {
                ended();
            } else {
                exchange.cutOffBehind();
                finish();
            }
        }

        @Override
        public void reset() {
            ShapedResponse.this.reset();
        }

        @Override
        public void drained() {
            holdBack();
        }
    }
}
