package io.millrace.chunklog;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How long what is kept of one upload, where that is not as the log is configured.
 *
 * @param segments life of a segment from the end of its upload; empty: as configured
 * @param windowBytes bytes that stay readable while it goes on, 0 for all; empty: as configured
 * @param windowDuration how long its bytes stay readable while it goes on; empty for no such bound
 */
public record Keeping(Optional<Duration> segments, OptionalLong windowBytes, Optional<Duration> windowDuration) {

    /** All as the log is configured. */
    public static final Keeping AS_CONFIGURED = new Keeping(Optional.empty(), OptionalLong.empty(), Optional.empty());
}
