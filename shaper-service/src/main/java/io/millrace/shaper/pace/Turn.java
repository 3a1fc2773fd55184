package io.millrace.shaper.pace;

/**
 * Leave to send some bytes at a time.
 *
 * @param dueNanos when, by the responses' clock
 * @param costNanos how long the bytes keep others from being sent
 */
public record Turn(long dueNanos, long costNanos) {}
