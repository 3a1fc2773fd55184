package io.millrace.control.client;

import java.util.concurrent.atomic.LongAdder;

/** What is counted of the way to the control plane. */
final class ControlCounters {

    final LongAdder losses = new LongAdder();
    final LongAdder tries = new LongAdder();
    final LongAdder snapshots = new LongAdder();
    final LongAdder changes = new LongAdder();
}
