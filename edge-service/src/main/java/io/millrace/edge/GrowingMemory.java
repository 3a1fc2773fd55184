package io.millrace.edge;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Bounds what uploads in progress take of the memory, in all. Beyond the bound the largest let go of their oldest
 * chunks, so that no upload fails and none of its readers does: those that are behind read from Redis.
 *
 * <p>Told by every tail, on its thread; the one that goes beyond the bound does the work.
 */
final class GrowingMemory {

    /** Going a little below the bound spares the next chunks the same work. */
    private static final int SPARE_PARTS = 8;

    private final long boundBytes;
    private final AtomicLong heldBytes = new AtomicLong();
    private final Set<LiveObject> objects = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean shedding = new AtomicBoolean();
    private final LongAdder shedBytes = new LongAdder();

    GrowingMemory(long boundBytes) {
        this.boundBytes = boundBytes;
    }

    /**
     * An upload and what it held when the work began.
     *
     * @param bytes what is held now may be more
     */
    private record Share(LiveObject object, long bytes) {}

    void opened(LiveObject object) {
        objects.add(object);
    }

    /** An upload holds so many bytes more than before. */
    void changed(long bytes) {
        if (heldBytes.addAndGet(bytes) > boundBytes && shedding.compareAndSet(false, true)) {
            try {
                shed();
            } finally {
                shedding.set(false);
            }
        }
    }

    /** An upload has ended: what it holds is the cache's, or its readers'. */
    void closed(LiveObject object, long bytes) {
        objects.remove(object);
        heldBytes.addAndGet(-bytes);
    }

    /** Bytes of uploads in progress that are in memory now. */
    long heldBytes() {
        return heldBytes.get();
    }

    /** Bytes that were let go of before their time. */
    long shedBytes() {
        return shedBytes.sum();
    }

    /** Halves the largest, again and again. */
    private void shed() {
        PriorityQueue<Share> largest =
                new PriorityQueue<>(Comparator.comparingLong(Share::bytes).reversed());
        objects.forEach(object -> largest.add(new Share(object, object.heldBytes())));
        while (heldBytes.get() > boundBytes - boundBytes / SPARE_PARTS && !largest.isEmpty()) {
            LiveObject object = largest.remove().object();
            long freed = object.shed(object.heldBytes() / 2);
            heldBytes.addAndGet(-freed);
            shedBytes.add(freed);
            if (freed > 0) {
                largest.add(new Share(object, object.heldBytes()));
            }
        }
    }
}
