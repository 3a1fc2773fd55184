package io.millrace.shaper.pace;

/** How fast bytes go, which may change with time. Times are of the clock that the responses have. Immutable. */
sealed interface Speed permits SteadySpeed, TraceSpeed {

    /** A time that does not come. */
    long NEVER = Long.MAX_VALUE / 4;

    /**
     * When the last of some bytes is through, the first of which goes at a time.
     *
     * @return nanoseconds; {@link #NEVER} where it stands still for good
     */
    long through(long startNanos, long bytes);

    /** How many bytes go in a time, 0 or more. */
    long bytesIn(long startNanos, long nanos);
}
