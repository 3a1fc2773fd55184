package io.millrace.edge;

import io.millrace.edge.figures.DirectoryFigures;
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
    /** Set by who has scheduled the task, and read by the task before it can be scheduled again. */
    private long scheduledCameNanos;

    private final HandingOver handingOver = new HandingOver();
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

    /** A reader that was woken has given all that has come to its socket. */
    void handed(DirectoryFigures figures) {
        handingOver.handed(figures);
    }

    /** @param cameNanos when the newest chunks came, by the clock of the edge's figures */
    void wake(long cameNanos) {
        if (loop.inEventLoop() && !advancing && waiting.size() <= FEW) {
            advance(cameNanos);
        } else if (scheduled.compareAndSet(false, true)) {
            scheduledCameNanos = cameNanos;
            loop.execute(this);
        }
    }

    @Override
    public void run() {
        long cameNanos = scheduledCameNanos;
        scheduled.set(false);
        advance(cameNanos);
    }

    private void advance(long cameNanos) {
        List<Waiting> woken = waiting;
        waiting = spare;
        spare = woken;
        advancing = true;
        handingOver.begins(cameNanos);
        woken.forEach(LoopReaders::advance);
        handingOver.ends();
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
