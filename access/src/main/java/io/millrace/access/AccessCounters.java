package io.millrace.access;

import java.util.concurrent.atomic.LongAdder;

/** What access rules have had to do since the start. Written by all threads. */
final class AccessCounters {

    /** Passwords that were checked against a hash. */
    final LongAdder passwordChecks = new LongAdder();
    /** Requests whose credentials proved nobody. */
    final LongAdder wrongCredentials = new LongAdder();
    /** Requests refused because too many passwords waited. */
    final LongAdder busy = new LongAdder();
}
