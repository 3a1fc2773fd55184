package io.millrace.edge;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * The readers of an edge, so that those can be ended that may read no longer. What an event loop has is its own; only
 * {@link #endThoseWithoutGrant} is for other threads.
 */
final class ReadersInProgress {

    private final Map<EventLoop, Set<Reader>> byLoop = new HashMap<>();
    private final LongAdder ended = new LongAdder();

    /** @param loops those that all exchanges of the edge are on */
    ReadersInProgress(EventLoopGroup loops) {
        loops.forEach(loop -> byLoop.put((EventLoop) loop, Collections.newSetFromMap(new IdentityHashMap<>())));
    }

    /**
     * A reader has begun; called on its event loop.
     *
     * @return whether it may read at all: what it was let in with may have been taken back a moment ago
     */
    boolean begun(Reader reader, EventLoop loop) {
        byLoop.get(loop).add(reader);
        return reader.granted();
    }

    /** A reader is at its end; called on its event loop. */
    void over(Reader reader, EventLoop loop) {
        byLoop.get(loop).remove(reader);
    }

    /** Cuts those off that may read no longer, each on its own event loop. */
    void endThoseWithoutGrant() {
        byLoop.forEach((loop, readers) -> loop.execute(() -> {
            List<Reader> lost =
                    readers.stream().filter(reader -> !reader.granted()).toList();
            lost.forEach(Reader::fail);
            ended.add(lost.size());
        }));
    }

    /** Responses that were cut off because their readers might read no longer. */
    long ended() {
        return ended.sum();
    }
}
