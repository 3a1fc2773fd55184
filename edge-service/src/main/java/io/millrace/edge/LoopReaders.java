package io.millrace.edge;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * The readers of one live object on one event loop that wait for its next chunk. Woken by one task, however many they
 * are and however many chunks have come. The list is owned by the event loop; only {@link #wake} is for other threads.
 */
final class LoopReaders implements Runnable {

    private static final Logger LOG = Logger.getLogger(LoopReaders.class);

    private final EventLoop loop;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private List<Reader> waiting = new ArrayList<>();
    private List<Reader> spare = new ArrayList<>();

    LoopReaders(EventLoop loop) {
        this.loop = loop;
    }

    void await(Reader reader) {
        waiting.add(reader);
    }

    void wake() {
        if (scheduled.compareAndSet(false, true)) {
            loop.execute(this);
        }
    }

    @Override
    public void run() {
        scheduled.set(false);
        List<Reader> woken = waiting;
        waiting = spare;
        spare = woken;
        woken.forEach(LoopReaders::advance);
        woken.clear();
    }

    /** A reader that fails must not keep its fellows waiting. */
    private static void advance(Reader reader) {
        try {
            reader.advance();
        } catch (RuntimeException e) {
            LOG.errorf(e, "a reader failed");
            reader.fail();
        }
    }
}
