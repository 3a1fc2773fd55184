package io.millrace.shaper.session;

import io.netty.channel.EventLoop;

/**
 * A response that its session tells of new rules.
 *
 * @param loop where it is told
 * @param rulesChanged looks at the rules again
 */
public record ResponseInProgress(EventLoop loop, Runnable rulesChanged) {

    void tell() {
        loop.execute(rulesChanged);
    }
}
