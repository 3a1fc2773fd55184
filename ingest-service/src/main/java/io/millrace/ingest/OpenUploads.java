package io.millrace.ingest;

import io.millrace.control.client.ControlView;
import io.millrace.ingest.publisher.Publishers;
import io.netty.channel.EventLoop;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * The uploads in progress whose permission may end before they do. Each is looked at when the control plane's view has
 * changed, and by its own clock. Used by all threads.
 */
final class OpenUploads {

    private final Publishers publishers;
    private final Supplier<Optional<ControlView>> views;
    private final InstantSource clock;
    private final Set<PermissionWatch> watches = ConcurrentHashMap.newKeySet();
    private final LongAdder ended = new LongAdder();

    /** @param views what the control plane says now; empty where there is none */
    OpenUploads(Publishers publishers, Supplier<Optional<ControlView>> views, InstantSource clock) {
        this.publishers = publishers;
        this.views = views;
        this.clock = clock;
    }

    /**
     * Looks after an upload's permission until it is {@link PermissionWatch#stop stopped}; called on its event loop.
     *
     * @param told never before this returns
     */
    PermissionWatch watch(Permission permission, EventLoop loop, PermissionWatch.Ended told) {
        PermissionWatch watch = new PermissionWatch(this, publishers, views, clock, permission, loop, told);
        if (!(permission instanceof Permission.Lasting)) {
            watches.add(watch);
            // The view may have changed between the decision and now.
            views.get().ifPresent(watch::look);
        }
        return watch;
    }

    /** Called for each view of the control plane, by its thread. */
    void changed(ControlView view) {
        watches.forEach(watch -> watch.look(view));
    }

    void forget(PermissionWatch watch) {
        watches.remove(watch);
    }

    void ended() {
        ended.increment();
    }

    /** Uploads that were ended because their permission had. */
    long endedSoFar() {
        return ended.sum();
    }
}
