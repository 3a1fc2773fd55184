package io.millrace.edge;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * The readers of one live object on one event loop that wait for its next chunk. Woken by one task, however many they
 * are and however many chunks have come; a few, by who is on their loop already, have them before anything else is done
 * there. The list is owned by the event loop; only {@link #wake} is for other threads.
 */
final class LoopReaders implements Runnable {

    private static final Logger LOG = Logger.getLogger(LoopReaders.class);

    /** As many as don't hold up noticeably what else the loop has to do, such as reading the next chunk. */
    private static final int FEW = 8;

    private final EventLoop loop;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private List<Waiting> waiting = new ArrayList<>();
    private List<Waiting> spare = new ArrayList<>();
    private boolean advancing;

    /** What goes on when there is more of the object, or its end. Owned by the event loop. */
    interface Waiting {

        void advance();

        /** It can't go on. */
        void fail();
    }

    LoopReaders(EventLoop loop) {
        this.loop = loop;
    }

    void await(Waiting reader) {
        waiting.add(reader);
    }

    void wake() {
        if (loop.inEventLoop() && !advancing && waiting.size() <= FEW) {
            advance();
        } else if (scheduled.compareAndSet(false, true)) {
            loop.execute(this);
        }
    }

    @Override
    public void run() {
        scheduled.set(false);
        advance();
    }

    private void advance() {
        List<Waiting> woken = waiting;
        waiting = spare;
        spare = woken;
        advancing = true;
        woken.forEach(LoopReaders::advance);
        advancing = false;
        woken.clear();
    }

    /** A reader that fails must not keep its fellows waiting. */
    private static void advance(Waiting reader) {
        try {
            reader.advance();
        } catch (RuntimeException e) {
            LOG.errorf(e, "a reader failed");
            reader.fail();
        }
    }
}
