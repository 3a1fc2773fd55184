package io.millrace.shaper.body;

import io.millrace.proto.control.v1.Action.ActionCase;
import io.millrace.proto.control.v1.Loss;
import io.millrace.proto.control.v1.Slice;
import io.millrace.shaper.loss.LossyPath;
import io.millrace.shaper.pace.Gate;
import io.millrace.shaper.pace.SessionPace;
import io.millrace.shaper.pace.Turn;
import io.millrace.shaper.rule.Plan;
import io.millrace.wire.Exchange;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** What slows one body: rates, a lossy way, pieces with pauses. Tells how much may go and when. Owned by its event loop. */
final class Brakes {

    /** Where the kernel does not tell a connection's. */
    private static final long ASSUMED_ROUND_TRIP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long LEAST_ROUND_TRIP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final double PERCENT = 100;
    private static final int MOST_BYTES = 64 * 1024;

    private final Exchange exchange;
    private final SessionPace pace;
    private final RandomGenerator random;

    private final Map<ActionCase, Gate> rates = new EnumMap<>(ActionCase.class);
    /** Those, in their order. */
    private List<Gate> gates = List.of();

    private Plan plan = Plan.NONE;
    private Slice slice;
    private LossyPath path;

    /** What is reserved and not yet sent: so many bytes, at that time. */
    private int turnBytes;

    private long turnNanos;
    private List<Turn> turns = List.of();
    private boolean following;
    private long pausedUntilNanos;
    private int pieceLeft;

    Brakes(Exchange exchange, SessionPace pace, RandomGenerator random) {
        this.exchange = exchange;
        this.pace = pace;
        this.random = random;
    }

    /** Puts a plan in force; what it does as the one before did goes on where it was. */
    void plan(Plan next) {
        giveBack();
        if (!next.slice().equals(plan.slice())) {
            pausedUntilNanos = 0;
            pieceLeft = 0;
        }
        slice = next.slice().orElse(null);
        rates.keySet()
                .removeIf(kind ->
                        !Objects.equals(next.actions().get(kind), plan.actions().get(kind)));
        if (!rates.containsKey(ActionCase.BANDWIDTH)) {
            next.bandwidth()
                    .map(rate -> pace.gate(rate, rule(next, ActionCase.BANDWIDTH), exchange.remoteAddress()))
                    .ifPresent(gate -> rates.put(ActionCase.BANDWIDTH, gate));
        }
        if (!rates.containsKey(ActionCase.TRACE)) {
            next.trace()
                    .flatMap(trace -> pace.gate(trace, rule(next, ActionCase.TRACE), exchange.remoteAddress()))
                    .ifPresent(gate -> rates.put(ActionCase.TRACE, gate));
        }
        gates = List.copyOf(rates.values());
        plan = next;
        lose(next.loss());
    }

    /** By the kernel where that may, else by the model. */
    private void lose(Optional<Loss> loss) {
        boolean byKernel = loss.isPresent()
                && pace.netem()
                        .filter(netem ->
                                exchange.priority(netem.priority(loss.get().getPercent())))
                        .isPresent();
        if (!byKernel && pace.netem().isPresent()) {
            // What came before on the connection may have left it.
            boolean _ = exchange.priority(0);
        }
        if (loss.isPresent() && !byKernel) {
            if (path == null) {
                path = pace.path(exchange.eventLoop(), exchange.remoteAddress(), random);
            }
            path.network(loss.get().getPercent() / PERCENT, roundTripNanos(loss.get()));
        } else if (path != null) {
            path.network(0, LEAST_ROUND_TRIP_NANOS);
            path = null;
        }
    }

    /** Null where packets are not lost. */
    LossyPath path() {
        return path;
    }

    /** Whether bytes go as they come. */
    boolean off() {
        return gates.isEmpty() && slice == null && path == null;
    }

    /** Whether each piece is to be sent by itself. */
    boolean slices() {
        return slice != null;
    }

    /**
     * Asks for leave to send.
     *
     * @param most bytes that there are, 1 or more
     * @return how many may be sent at {@link #dueNanos}, 0 where the traveller is told when
     */
    int ask(long most, LossyPath.Traveller traveller, long nowNanos) {
        if (turnBytes > 0) {
            return turnBytes;
        }
        long bytes = Math.min(most, MOST_BYTES);
        if (slice != null) {
            if (pieceLeft == 0) {
                pieceLeft = piece();
            }
            bytes = Math.min(bytes, pieceLeft);
        } else {
            for (Gate gate : gates) {
                long piece = gate.piece(nowNanos);
                bytes = Math.min(bytes, path == null ? piece : Math.max(piece, LossyPath.segmentBytes()));
            }
        }
        if (path != null) {
            bytes = Math.min(bytes, path.room(traveller));
            if (bytes > LossyPath.segmentBytes()) {
                bytes -= bytes % LossyPath.segmentBytes();
            }
        }
        if (bytes > 0) {
            reserve((int) bytes, nowNanos);
        }
        return turnBytes;
    }

    /** When what was asked for may be sent. */
    long dueNanos() {
        return Math.max(turnNanos, pausedUntilNanos);
    }

    /** What was asked for is sent. */
    void sent(long nowNanos) {
        if (slice != null) {
            pieceLeft -= turnBytes;
            if (pieceLeft == 0) {
                pausedUntilNanos = nowNanos + ProtoTime.nanos(slice.getPause());
            }
        }
        turnBytes = 0;
        turns = List.of();
        following = true;
    }

    /** Something other than the rates keeps bytes from being sent. */
    void kept() {
        following = false;
    }

    /** What is reserved is not taken. */
    void giveBack() {
        for (int i = 0; i < turns.size(); i++) {
            gates.get(i).giveBack(turns.get(i));
        }
        turnBytes = 0;
        turns = List.of();
        following = false;
    }

    private void reserve(int bytes, long nowNanos) {
        if (path != null) {
            long again = path.sentAgain();
            gates.forEach(gate -> gate.charge(again, nowNanos));
        }
        turnNanos = nowNanos;
        List<Turn> taken = new ArrayList<>(gates.size());
        for (Gate gate : gates) {
            Turn turn = gate.reserve(bytes, following, nowNanos);
            turnNanos = Math.max(turnNanos, turn.dueNanos());
            taken.add(turn);
        }
        turns = taken;
        turnBytes = bytes;
    }

    private static String rule(Plan plan, ActionCase kind) {
        return plan.rule(kind).orElseThrow();
    }

    private int piece() {
        int variation = slice.getVariationBytes();
        long more = variation == 0 ? 0 : random.nextLong(-variation, variation + 1L);
        return Math.clamp(slice.getBytes() + more, 1, MOST_BYTES);
    }

    private long roundTripNanos(Loss loss) {
        long nanos = loss.hasRoundTripTime()
                ? ProtoTime.nanos(loss.getRoundTripTime())
                : exchange.roundTripNanos().orElse(ASSUMED_ROUND_TRIP_NANOS);
        return Math.max(LEAST_ROUND_TRIP_NANOS, nanos);
    }
}
