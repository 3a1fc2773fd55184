package io.millrace.shaper.loss;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * One connection's way to its client, over a network that loses packets as a {@link TcpSender} has it: takes the bytes of
 * the connection's responses and hands them on when TCP would have. Owned by the connection's event loop. Holds what a
 * window holds at the most.
 */
public final class LossyPath {

    private final EventLoop loop;
    private final LongSupplier clock;
    private final RandomGenerator random;
    private final Queue<Parcel> parcels = new ArrayDeque<>();
    private final Set<Traveller> waiting = new LinkedHashSet<>();
    private TcpSender sender;
    private double loss;
    private long roundTripNanos;
    private ScheduledFuture<?> timer;
    private long timerNanos = TcpSender.NEVER;
    private boolean passing;

    /** A response that sends this way. */
    public interface Traveller {

        /** Bytes have come through; they are the response's again. */
        void through(ByteBuf bytes);

        /** There is room again for what found none. */
        void room();
    }

    private record Parcel(Traveller traveller, ByteBuf bytes) {}

    /** Whether it is of that event loop, on which alone it may be used. */
    public boolean isOn(EventLoop other) {
        return loop.equals(other);
    }

    /** @param clock nanoseconds */
    public LossyPath(EventLoop loop, LongSupplier clock, RandomGenerator random) {
        this.loop = loop;
        this.clock = clock;
        this.random = random;
        this.sender = new TcpSender(random);
    }

    /** What a packet carries, in bytes; less is a packet, too. */
    public static int segmentBytes() {
        return TcpSender.SEGMENT_BYTES;
    }

    /**
     * Sets what the network is like from here on.
     *
     * @param share of packets that are lost, 0 to 1; where it is 0 what was lost comes through now
     */
    public void network(double share, long roundTrip) {
        loss = share;
        roundTripNanos = roundTrip;
        sender.network(share, roundTrip);
        if (share == 0 && !parcels.isEmpty()) {
            sender.hurry(clock.getAsLong());
            pass();
        }
    }

    /** How many bytes may be sent now; where it is none the traveller is told when there is room. */
    public long room(Traveller traveller) {
        long room = sender.room(clock.getAsLong());
        if (room == 0) {
            waiting.add(traveller);
            schedule();
        }
        return room;
    }

    /** Bytes that were sent again since the last call. */
    public long sentAgain() {
        return sender.sentAgain();
    }

    /** Sends bytes, for which there is room. Takes the buffer over until it has come through. */
    public void send(Traveller traveller, ByteBuf bytes) {
        parcels.add(new Parcel(traveller, bytes));
        sender.send(bytes.readableBytes(), clock.getAsLong());
        pass();
    }

    /** A response is over; what it has on the way is for nobody. */
    public void leave(Traveller traveller) {
        waiting.remove(traveller);
        if (parcels.stream()
                .allMatch(parcel -> parcel.traveller().equals(traveller) || parcel.traveller() instanceof Nobody)) {
            parcels.forEach(parcel -> parcel.bytes().release());
            if (!parcels.isEmpty()) {
                parcels.clear();
                sender = new TcpSender(random);
                sender.network(loss, roundTripNanos);
            }
            schedule();
            return;
        }
        Traveller nobody = new Nobody();
        int left = parcels.size();
        for (int i = 0; i < left; i++) {
            Parcel parcel = parcels.remove();
            parcels.add(parcel.traveller().equals(traveller) ? new Parcel(nobody, parcel.bytes()) : parcel);
        }
    }

    /** Whose bytes only have their place among the others'. */
    private static final class Nobody implements Traveller {

        @Override
        public void through(ByteBuf bytes) {
            bytes.release();
        }

        @Override
        public void room() {}
    }

    /** Hands on what has come through. A traveller that sends more meanwhile is served by the call in progress. */
    private void pass() {
        if (passing) {
            return;
        }
        passing = true;
        try {
            TcpSender delivering = sender;
            long bytes = sender.delivered();
            while (bytes > 0) {
                Parcel parcel = parcels.peek();
                int whole = parcel.bytes().readableBytes();
                if (whole <= bytes) {
                    parcels.remove();
                    bytes -= whole;
                    parcel.traveller().through(parcel.bytes());
                } else {
                    ByteBuf part = parcel.bytes().readRetainedSlice((int) bytes);
                    bytes = 0;
                    parcel.traveller().through(part);
                }
                if (sender != delivering) { // the last traveller has left, and with it all that was on the way
                    delivering = sender;
                    bytes = 0;
                }
                bytes += sender.delivered();
            }
        } finally {
            passing = false;
        }
        schedule();
    }

    private void schedule() {
        long next = sender.nextNanos();
        if (next == timerNanos) {
            return;
        }
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        timerNanos = next;
        if (next != TcpSender.NEVER) {
            timer = loop.schedule(this::tick, Math.max(0, next - clock.getAsLong()), TimeUnit.NANOSECONDS);
        }
    }

    private void tick() {
        timer = null;
        timerNanos = TcpSender.NEVER;
        long now = clock.getAsLong();
        sender.advance(now);
        pass();
        if (!waiting.isEmpty() && sender.room(now) > 0) {
            Set<Traveller> told = new LinkedHashSet<>(waiting);
            waiting.clear();
            told.forEach(Traveller::room);
        }
        schedule();
    }
}
