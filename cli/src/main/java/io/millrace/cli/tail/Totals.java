package io.millrace.cli.tail;

/**
 * What came of one object.
 *
 * @param ended how
 * @param reason in words; empty where it is complete
 * @param chunks how many came
 * @param bytes of all of them
 * @param nanos since the request was sent
 * @param longestGapNanos between two chunks; 0 where there are not two
 */
record Totals(Ended ended, String reason, long chunks, long bytes, long nanos, long longestGapNanos) {}
