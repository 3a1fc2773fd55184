package io.millrace.cli.tail;

import java.time.Duration;
import java.util.Optional;

/**
 * One chunk that has come.
 *
 * @param number from 0
 * @param atNanos since the request was sent
 * @param bytes its size
 * @param gapNanos since the chunk before it, or since the head for the first
 * @param latency since it was made, where it says so
 */
record Chunk(long number, long atNanos, int bytes, long gapNanos, Optional<Duration> latency) {}
