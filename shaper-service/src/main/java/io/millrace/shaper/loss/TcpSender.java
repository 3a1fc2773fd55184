package io.millrace.shaper.loss;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.random.RandomGenerator;

/**
 * A TCP sender whose network loses packets, packet by packet, in a time of its own: CUBIC with selective
 * acknowledgements, losses found as RACK finds them, tail loss probes (RFC 8985), and retransmission timeouts (RFC 6298)
 * with the constants of Linux. What it tells is how many bytes have come through in order. Not thread-safe.
 *
 * <p>A packet that comes through counts from the time at which it was sent: the way to the client is the real one.
 */
final class TcpSender {

    /** What a packet carries: an Ethernet frame's payload without IP, TCP and its timestamps. */
    static final int SEGMENT_BYTES = 1448;

    static final long NEVER = Long.MAX_VALUE;

    private static final int DUPLICATES = 3;

    private final RandomGenerator random;
    private final Cubic cubic = new Cubic();
    private final RetransmissionTimer timer = new RetransmissionTimer();
    private final Flight flight = new Flight();
    private final Queue<Transmission> acknowledgements = new ArrayDeque<>();
    private final Recovery recovery = new Recovery(cubic);

    private double loss;
    private long roundTripNanos;

    private long lastAcknowledgementNanos = Long.MIN_VALUE;
    private long lastSentNanos = Long.MIN_VALUE;
    private long reorderNanos = NEVER;
    private int mostUnderWay;
    private boolean windowLimited;

    private long deliveredBytes;
    private long againBytes;

    /**
     * A packet that came through.
     *
     * @param heardNanos when the sender hears of it
     */
    private record Transmission(Packet packet, long number, long heardNanos) {}

    TcpSender(RandomGenerator random) {
        this.random = random;
    }

    /**
     * Sets what the network is like from here on.
     *
     * @param share of packets that are lost, 0 to 1
     */
    void network(double share, long roundTrip) {
        loss = share;
        roundTripNanos = roundTrip;
    }

    /** How many bytes may be sent now. */
    long room(long nowNanos) {
        advance(nowNanos);
        restartAfterIdle(nowNanos);
        long packets = flight.lost() > 0 || flight.size() >= Cubic.MOST_WINDOW
                ? 0
                : Math.max(0, (long) (recovery.window() - flight.underWay()));
        if (packets == 0) {
            windowLimited = true;
        }
        return packets * SEGMENT_BYTES;
    }

    /** Sends bytes, for which there is {@link #room}. */
    void send(long bytes, long nowNanos) {
        for (long left = bytes; left > 0; left -= SEGMENT_BYTES) {
            transmit(flight.add((int) Math.min(left, SEGMENT_BYTES)), nowNanos);
        }
        if (!recovery.lasts() || !timer.armed()) {
            arm(nowNanos);
        }
    }

    /** Bytes that have come through in order since the last call. */
    long delivered() {
        long bytes = deliveredBytes;
        deliveredBytes = 0;
        return bytes;
    }

    /** Bytes that were sent again since the last call. */
    long sentAgain() {
        long bytes = againBytes;
        againBytes = 0;
        return bytes;
    }

    /** When something happens next; {@link #NEVER} where nothing is under way. */
    long nextNanos() {
        long next = Math.min(timer.nanos(), reorderNanos);
        return acknowledgements.isEmpty()
                ? next
                : Math.min(next, acknowledgements.peek().heardNanos());
    }

    /** Lets everything happen that happens until a time. */
    void advance(long nowNanos) {
        for (long next = nextNanos(); next <= nowNanos; next = nextNanos()) {
            if (!acknowledgements.isEmpty() && acknowledgements.peek().heardNanos() == next) {
                acknowledged(acknowledgements.poll(), next);
            } else if (reorderNanos == next) {
                reorderNanos = NEVER;
                lose(next);
            } else if (timer.isProbe()) {
                probe(next);
            } else {
                timeout(next);
            }
            sendLost(next);
        }
    }

    /** The network is well again: what was lost is sent at once. */
    void hurry(long nowNanos) {
        flight.missing().forEach(packet -> sendAgain(packet, nowNanos));
        arm(nowNanos);
    }

    private void restartAfterIdle(long nowNanos) {
        long idle = nowNanos - lastSentNanos;
        long timeout = RetransmissionTimer.timeoutNanos(roundTripNanos);
        if (flight.size() == 0 && lastSentNanos != Long.MIN_VALUE && idle > timeout) {
            cubic.idle(idle / timeout);
            lastSentNanos = nowNanos;
        }
    }

    private void transmit(Packet packet, long nowNanos) {
        long number = flight.transmitted(packet);
        lastSentNanos = nowNanos;
        mostUnderWay = Math.max(mostUnderWay, flight.underWay());
        if (random.nextDouble() < loss) {
            return;
        }
        packet.arrived = true;
        lastAcknowledgementNanos = Math.max(lastAcknowledgementNanos, nowNanos + roundTripNanos);
        acknowledgements.add(new Transmission(packet, number, lastAcknowledgementNanos));
        deliveredBytes += flight.deliver();
    }

    private void sendAgain(Packet packet, long nowNanos) {
        againBytes += packet.bytes;
        transmit(packet, nowNanos);
    }

    private void acknowledged(Transmission heard, long nowNanos) {
        if (heard.packet().acknowledged) {
            return;
        }
        boolean advanced = flight.acknowledged(heard.packet());
        if (advanced) {
            timer.progress();
        }
        flight.heard(heard.number());
        if (flight.suspects() && (recovery.lasts() || flight.ahead() >= DUPLICATES)) {
            lose(nowNanos);
        } else if (flight.suspects() && reorderNanos == NEVER) {
            reorderNanos = nowNanos + roundTripNanos / 4;
        }
        if (recovery.acknowledged(flight.first())) {
            mostUnderWay = flight.underWay();
        } else if (recovery.growthAllowed()
                && (cubic.inSlowStart() ? cubic.window() < 2.0 * mostUnderWay : windowLimited)) {
            cubic.acknowledged(nowNanos, roundTripNanos);
        }
        if (flight.size() == 0) {
            timer.stop();
            windowLimited = false;
            mostUnderWay = 0;
        } else {
            arm(nowNanos);
        }
    }

    /** What was sent before something that has come through, and is not known to have, is lost. */
    private void lose(long nowNanos) {
        if (flight.loseSuspects()) {
            recovery.begin(flight.next());
            reorderNanos = NEVER;
            arm(nowNanos);
        }
    }

    private void sendLost(long nowNanos) {
        boolean sent = false;
        while (flight.lost() > 0 && (flight.underWay() == 0 || flight.underWay() + 1 <= recovery.window())) {
            sendAgain(flight.takeLost(), nowNanos);
            sent = true;
        }
        if (sent) {
            arm(nowNanos);
        }
    }

    private void arm(long nowNanos) {
        boolean probe = !recovery.lasts() && flight.ahead() == 0;
        timer.arm(nowNanos, roundTripNanos, probe, flight.size());
    }

    private void probe(long nowNanos) {
        Packet last = flight.last();
        sendAgain(last, nowNanos);
        timer.probed(nowNanos, roundTripNanos);
    }

    private void timeout(long nowNanos) {
        recovery.timedOut(flight.next(), timer.expired());
        reorderNanos = NEVER;
        flight.loseAll();
        arm(nowNanos);
    }
}
