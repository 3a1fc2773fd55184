package io.millrace.ingest;

import io.millrace.chunklog.ChunkLogWriter;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/**
 * Decides whether the source of one upload has to wait: because too many of its bytes, or of all uploads', wait for the
 * store, or because it is faster than it may be. Owned by the upload's event loop.
 */
final class BackPressure {

    /** So that a timer does not keep an upload in memory that is long over. */
    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final ChunkLogWriter writer;
    private final InFlightBytes inFlight;
    private final Pace pace;
    private final EventLoop loop;
    private final Upload.Source source;
    private final Runnable wake;
    private boolean heldBack;
    private boolean awaitingRoom;
    private boolean awaitingPace;

    /** @param wake called on the event loop when the source may go on, perhaps */
    BackPressure(
            ChunkLogWriter writer,
            InFlightBytes inFlight,
            long bytesPerSecond,
            EventLoop loop,
            Upload.Source source,
            Runnable wake) {
        this.writer = writer;
        this.inFlight = inFlight;
        this.pace = new Pace(bytesPerSecond, System.nanoTime());
        this.loop = loop;
        this.source = source;
        this.wake = wake;
    }

    /** Whether the source should wait. */
    boolean heldBack() {
        return heldBack;
    }

    /** Bytes of the encoder have come. */
    void took(int bytes) {
        long now = System.nanoTime();
        pace.took(bytes, now);
        if (pace.waitNanos(now) > 0) {
            hold();
        }
    }

    /** Holds the source back if there is a reason. */
    void hold() {
        if (!heldBack && full()) {
            heldBack = true;
            source.setReading(false);
        }
    }

    /** Lets the source go on if there is no reason any more. */
    void release() {
        if (heldBack && !full()) {
            heldBack = false;
            source.setReading(true);
        }
    }

    private boolean full() {
        if (writer.windowFull()) {
            return true; // its own acknowledgements wake it
        }
        long waitNanos = pace.waitNanos(System.nanoTime());
        if (waitNanos > 0) {
            if (!awaitingPace) {
                awaitingPace = true;
                loop.schedule(this::paceAgain, Math.min(waitNanos, LONGEST_WAIT_NANOS), TimeUnit.NANOSECONDS);
            }
            return true;
        }
        if (!inFlight.full()) {
            return false;
        }
        if (!awaitingRoom) {
            awaitingRoom = true;
            inFlight.whenRoom(loop, this::roomAgain);
        }
        return true;
    }

    private void paceAgain() {
        awaitingPace = false;
        wake.run();
    }

    private void roomAgain() {
        awaitingRoom = false;
        wake.run();
    }
}
