package io.millrace.edge.mount;

import java.time.Duration;

/**
 * How mounts are served.
 *
 * @param listing whether a directory is listed; if not, it is 404
 * @param mostListed entries of a listing at the most
 * @param maxAge how long a cache may keep a file without asking again, where the caller's headers don't say
 */
public record MountOptions(boolean listing, int mostListed, Duration maxAge) {}
