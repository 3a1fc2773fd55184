package io.millrace.ingest;

import io.netty.util.concurrent.EventExecutor;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * The bytes of all uploads that were taken from their sockets and are not stored yet: what an ingest holds in memory.
 * Counted from every event loop. Beyond the limit encoders are held back in their sockets, whatever their own window
 * says.
 */
final class InFlightBytes {

    private final long limit;
    private final LongAdder bytes = new LongAdder();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    /**
     * @param limit in bytes; 0 for none
     */
    InFlightBytes(long limit) {
        this.limit = limit;
    }

    long now() {
        return bytes.sum();
    }

    void add(int more) {
        bytes.add(more);
    }

    /** Called from any thread. */
    void remove(int less) {
        bytes.add(-less);
        if (!waiting.isEmpty() && !full()) {
            wake();
        }
    }

    /** Whether uploads should take nothing more now. */
    boolean full() {
        return limit > 0 && now() >= limit;
    }

    /** Whether it is so full that no further upload should begin: those in progress have overrun the limit by as much. */
    boolean overrun() {
        return limit > 0 && now() / 2 >= limit;
    }

    /** Runs an action once, on its own event loop, when there is room again; at once where there is. */
    void whenRoom(EventExecutor loop, Runnable action) {
        waiting.add(() -> loop.execute(action));
        if (!full()) {
            wake();
        }
    }

    private void wake() {
        for (Runnable action = waiting.poll(); action != null; action = waiting.poll()) {
            action.run();
        }
    }
}
