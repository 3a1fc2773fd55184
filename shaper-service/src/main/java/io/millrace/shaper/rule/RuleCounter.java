package io.millrace.shaper.rule;

import io.millrace.proto.control.v1.RuleCount;
import java.util.concurrent.atomic.AtomicLong;

/** Counts a session's requests for one rule. Used by any thread. */
final class RuleCounter {

    private final AtomicLong matched;
    private final AtomicLong met;

    /** @param before what was counted already */
    RuleCounter(RuleCount before) {
        this.matched = new AtomicLong(before.getMatched());
        this.met = new AtomicLong(before.getMet());
    }

    /** One more matches; 1 for the first. */
    long match() {
        return matched.incrementAndGet();
    }

    /** One more is met, if it may be: whether it is. */
    boolean meet(long most) {
        return met.getAndUpdate(before -> before < most ? before + 1 : before) < most;
    }

    RuleCount told() {
        return RuleCount.newBuilder()
                .setMatched(matched.get())
                .setMet(met.get())
                .build();
    }
}
