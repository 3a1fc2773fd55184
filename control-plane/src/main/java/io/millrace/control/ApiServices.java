package io.millrace.control;

import io.grpc.BindableService;
import io.millrace.control.change.Changes;
import io.millrace.control.change.Mirror;
import io.millrace.control.channel.ChannelCalls;
import io.millrace.control.key.KeyCalls;
import io.millrace.control.playback.PlaybackCalls;
import io.millrace.control.rule.RuleCalls;
import io.millrace.control.store.ControlStore;
import io.millrace.control.tag.TagCalls;
import io.millrace.control.watch.WatchCalls;
import java.time.Clock;
import java.util.List;

/**
 * The services of the API: here a further one is added.
 *
 * @param watch one of {@code all}, for its metrics
 */
record ApiServices(WatchCalls watch, List<BindableService> all) {

    static ApiServices of(ControlStore store, Changes changes, Mirror mirror, Clock clock) {
        WatchCalls watch = new WatchCalls(mirror);
        return new ApiServices(
                watch,
                List.of(
                        new ChannelCalls(store, changes, clock),
                        new KeyCalls(store, changes, clock),
                        new PlaybackCalls(store, changes, clock),
                        new RuleCalls(store, changes, clock),
                        new TagCalls(store, changes, clock),
                        watch));
    }
}
