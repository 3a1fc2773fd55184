package io.millrace.wire;

/** How long something has not moved, told in the ticks of a {@link Watch}. */
final class Stillness {

    private long mark;
    private long nanos;

    /**
     * Takes note that a tick has passed.
     *
     * @param current differs from the last where there was movement
     * @param tickNanos time since the last call
     * @return nanoseconds without movement
     */
    long after(long current, long tickNanos) {
        nanos = current == mark ? nanos + tickNanos : 0;
        mark = current;
        return nanos;
    }

    /** Nothing is waited for. */
    void none() {
        nanos = 0;
    }
}
