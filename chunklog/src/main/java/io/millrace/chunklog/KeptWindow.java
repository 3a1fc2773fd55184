package io.millrace.chunklog;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * Which bytes of an upload in progress stay readable: the newest of them, by their number, by their age, or the fewer of
 * both. Owned by the event loop of its writer.
 */
final class KeptWindow {

    /** A mark so often in the time that bytes are kept for: that is how exact it is. */
    private static final int MARKS = 64;

    private final long bytes;
    private final long nanos;
    private final long betweenMarks;
    private final Queue<Mark> marks = new ArrayDeque<>();
    private long lastMarkNanos;
    private long start;

    /** How long the upload was at a time. */
    private record Mark(long nanos, long length) {}

    /**
     * @param bytes 0 for any number
     * @param duration empty for any age
     */
    KeptWindow(long bytes, Optional<Duration> duration) {
        this.bytes = bytes;
        this.nanos = duration.map(Duration::toNanos).orElse(0L);
        this.betweenMarks = nanos / MARKS;
    }

    /**
     * A chunk is appended.
     *
     * @param end its end offset, which is the upload's length from now on
     * @return the offset of the first byte that is kept; 0 while all are
     */
    long startWith(long end, long nowNanos) {
        if (bytes > 0) {
            start = Math.max(start, end - bytes);
        }
        if (nanos > 0) {
            while (!marks.isEmpty() && nowNanos - marks.peek().nanos() >= nanos) {
                start = Math.max(start, marks.remove().length());
            }
            if (marks.isEmpty() || nowNanos - lastMarkNanos >= betweenMarks) {
                lastMarkNanos = nowNanos;
                marks.add(new Mark(nowNanos, end));
            }
        }
        return start;
    }

    /** Whether something may have been let go of, so that the upload can't be served as a whole. */
    boolean trimmed() {
        return start > 0;
    }
}
