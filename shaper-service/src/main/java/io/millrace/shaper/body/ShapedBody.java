package io.millrace.shaper.body;

import io.millrace.proto.control.v1.Action.ActionCase;
import io.millrace.proto.control.v1.Corrupt;
import io.millrace.shaper.loss.LossyPath;
import io.millrace.shaper.pace.SessionPace;
import io.millrace.shaper.rule.Plan;
import io.millrace.wire.Exchange;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A response's body, from where it comes in to where it is sent: waits in a bounded queue, goes as the plan's brakes let
 * it, and meets what the plan has for it at points on its way. Owned by the exchange's event loop; ends with
 * {@link #stop}.
 */
final class ShapedBody implements LossyPath.Traveller {

    /** What is held before its source is held back. */
    static final int QUEUE_BYTES = 64 * 1024;

    /** Pieces that are sent in a row before the loop's other responses have their turn: they may be of a byte each. */
    private static final int MOST_STEPS = 64;

    private final Exchange exchange;
    private final SessionPace pace;
    private final Fate fate;
    private final BodyQueue queue = new BodyQueue();
    private final Brakes brakes;
    private final Wake wake;
    /** Where a random place in this body is. */
    private final double place;

    private Plan plan = Plan.NONE;
    private BodyPoints points = BodyPoints.of(Plan.NONE, 0, 0);
    private long length;
    /** Where it ends because its head says so, before the origin's does. */
    private long toldEnd = BodyPoints.NOWHERE;

    private boolean started;
    private boolean stopped;
    private boolean ended;
    private boolean pumping;

    /** Bytes that have left the queue, and those that have been sent. */
    private long position;

    private long sent;
    private LossyPath travels;
    /** The rule by which it stands, or stood last. */
    private String stalledBy;

    private long stalledSinceNanos;
    private long hungSinceNanos;

    /** What becomes of the response by its body. */
    interface Fate {

        /** The body is at its end. */
        void ended();

        /** It is to be cut off behind so many bytes; cleanly, if the client can be told so. */
        void truncated(long bytes);

        void reset();

        /** The queue has become shorter. */
        void drained();
    }

    ShapedBody(Exchange exchange, SessionPace pace, RandomGenerator random, Fate fate) {
        this.exchange = exchange;
        this.pace = pace;
        this.fate = fate;
        this.brakes = new Brakes(exchange, pace, random);
        this.wake = new Wake(exchange.eventLoop(), this::pump);
        this.place = random.nextDouble();
    }

    /** Bytes that were handed to the exchange. */
    long sent() {
        return sent;
    }

    /** Bytes that wait. */
    long waiting() {
        return queue.bytes();
    }

    /** Whether all of the body is here or was. */
    boolean ended() {
        return ended;
    }

    /** Whether it has come to where it hangs, or stalls. */
    boolean stands() {
        return hungSinceNanos != 0 || stalledSinceNanos != 0;
    }

    /** More of the body. Takes the buffer over. */
    void add(ByteBuf bytes) {
        if (stopped || ended) {
            bytes.release();
            return;
        }
        queue.add(bytes);
        pump();
    }

    /** There is no more. */
    void end() {
        ended = true;
        pump();
    }

    /**
     * The head is sent.
     *
     * @param bodyLength the body's, or what there is of it where that is not known
     * @param end where it ends whatever the plans, as the head tells it so; {@link BodyPoints#NOWHERE} where the origin's
     *     does
     */
    void start(Plan first, long bodyLength, long end) {
        length = bodyLength;
        toldEnd = end;
        started = true;
        plan(first);
    }

    /** What was collected is not wanted. */
    void clear() {
        queue.clear();
        ended = false;
    }

    /** Puts a plan in force for the rest. */
    void plan(Plan next) {
        if (!started || stopped) {
            return;
        }
        plan = next;
        points = BodyPoints.of(next, length, place).until(toldEnd);
        if (stalledSinceNanos != 0 && points.stall() == position) {
            stalledBy = next.rule(ActionCase.STALL)
                    .orElseThrow(); // it stands on, for as long in all as the plan has it now
        } else if (stalledSinceNanos != 0 || !next.rule(ActionCase.STALL).equals(Optional.ofNullable(stalledBy))) {
            stalledBy = null;
            stalledSinceNanos = 0;
        } else {
            points = points.withoutStall();
        }
        hungSinceNanos = points.hang() == position ? hungSinceNanos : 0;
        brakes.plan(next);
        travels = brakes.path() == null ? travels : brakes.path();
        wake.cancel();
        pump();
    }

    /** Sends what may be sent now. */
    void pump() {
        if (pumping || !started || stopped) {
            return;
        }
        pumping = true;
        try {
            long before = sent;
            boolean goesOn = true;
            for (int i = 0; i < MOST_STEPS && goesOn && !stopped; i++) {
                goesOn = step();
            }
            if (goesOn && !stopped) {
                long now = pace.now();
                wake.at(now, now);
            }
            if (sent > before && !stopped) {
                exchange.flush();
            }
        } finally {
            pumping = false;
        }
    }

    @Override
    public void through(ByteBuf bytes) {
        if (stopped) {
            bytes.release();
            return;
        }
        sent += bytes.readableBytes();
        exchange.send(bytes);
        if (!pumping) {
            exchange.flush();
            if (sent == position) {
                pump();
            }
        }
    }

    @Override
    public void room() {
        pump();
    }

    /** Lets go of what it holds. */
    void stop() {
        stopped = true;
        wake.cancel();
        brakes.giveBack(); // the priority stays: what is sent last leaves the kernel later
        queue.clear();
        Optional.ofNullable(travels).ifPresent(path -> path.leave(this));
    }

    /** Does one thing; false where something holds the rest. */
    private boolean step() {
        long now = pace.now();
        if (holds(now)) {
            brakes.kept();
            return false;
        }
        if (stopped) {
            return false;
        }
        if (queue.bytes() == 0 || !exchange.writable()) {
            brakes.kept();
            if (queue.bytes() == 0 && ended && sent == position) {
                fate.ended();
            }
            return false;
        }
        long most = Math.min(queue.bytes(), points.next(position) - position);
        if (brakes.off() && sent == position) {
            send((int) Math.min(most, queue.firstBytes()));
            return true;
        }
        if (brakes.path() == null && sent != position) {
            return false;
        }
        int bytes = brakes.ask(most, this, now);
        if (bytes == 0) {
            return false;
        }
        if (brakes.dueNanos() > now) {
            wake.at(brakes.dueNanos(), now);
            return false;
        }
        brakes.sent(now);
        send(bytes);
        return true;
    }

    private void send(int bytes) {
        long from = position;
        ByteBuf taken = queue.take(bytes);
        position += bytes;
        if (points.corrupt() != BodyPoints.NOWHERE) {
            taken = Corruption.apply(
                    plan.corrupt().orElse(Corrupt.getDefaultInstance()), taken, from, points.corrupt());
        }
        if (brakes.path() != null) {
            brakes.path().send(this, taken);
        } else {
            sent += bytes;
            exchange.send(taken);
            if (brakes.slices()) {
                exchange.flush();
            }
        }
        fate.drained();
    }

    /** Whether the body is held at where it is. What is on the way arrives before anything happens. */
    private boolean holds(long now) {
        if (points.next(position) != position) {
            return false;
        }
        if (sent < position) {
            return true;
        }
        if (points.stall() == position) {
            return stalls(now);
        }
        if (points.hang() == position) {
            return hangs(now);
        }
        if (points.reset() == position) {
            fate.reset();
        } else if (points.truncate() == position) {
            fate.truncated(position);
        }
        return true;
    }

    private boolean stalls(long now) {
        if (stalledSinceNanos == 0) {
            stalledBy = plan.rule(ActionCase.STALL).orElseThrow();
            stalledSinceNanos = now;
            exchange.flush();
        }
        long until =
                stalledSinceNanos + ProtoTime.nanos(plan.stall().orElseThrow().getDuration());
        if (now < until) {
            wake.at(until, now);
            return true;
        }
        stalledSinceNanos = 0;
        points = points.withoutStall();
        return holds(now);
    }

    private boolean hangs(long now) {
        if (hungSinceNanos == 0) {
            hungSinceNanos = now;
            exchange.flush();
        }
        plan.hang().filter(hang -> hang.hasTimeout()).ifPresent(hang -> {
            long until = hungSinceNanos + ProtoTime.nanos(hang.getTimeout());
            if (now >= until) {
                fate.reset();
            } else {
                wake.at(until, now);
            }
        });
        return true;
    }
}
