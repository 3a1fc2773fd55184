package io.millrace.chunklog;

import io.lettuce.core.resource.DefaultEventLoopGroupProvider;
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.lettuce.core.resource.Transports;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Puts connections to Redis on event loops that are there already, those of the clients' connections: a chunk then passes
 * from one socket to the other without waking a thread. The loops stay their owner's, who ends them after the connections.
 */
final class SharedLoops implements EventLoopGroupProvider {

    private static final int OWN_THREADS = 2;

    private final EventLoopGroup loops;
    /** For sockets that do not go with the loops. */
    private final EventLoopGroupProvider others = new DefaultEventLoopGroupProvider(OWN_THREADS);

    /** @param loops several, or one */
    SharedLoops(EventLoopGroup loops) {
        this.loops = loops;
    }

    /** The loops of a group that connections to Redis can be on: all, or none where these are of another transport. */
    static List<EventLoop> usable(EventLoopGroup group) {
        List<EventLoop> usable = new ArrayList<>();
        if (fits(Transports.eventLoopGroupClass(), group)) {
            group.forEach(loop -> usable.add((EventLoop) loop));
        }
        return usable;
    }

    private static boolean fits(Class<?> type, EventLoopGroup group) {
        return type.isInstance(group instanceof EventLoop loop ? loop.parent() : group);
    }

    /** What Lettuce takes for a group of this type may as well be one of its loops. */
    @Override
    @SuppressWarnings("unchecked")
    public <T extends EventLoopGroup> T allocate(Class<T> type) {
        return fits(type, loops) ? (T) loops : others.allocate(type);
    }

    @Override
    public int threadPoolSize() {
        return OWN_THREADS;
    }

    @Override
    public Future<Boolean> release(EventExecutorGroup group, long quietPeriod, long timeout, TimeUnit unit) {
        return group.equals(loops)
                ? ImmediateEventExecutor.INSTANCE.newSucceededFuture(true)
                : others.release(group, quietPeriod, timeout, unit);
    }

    @Override
    public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
        return others.shutdown(quietPeriod, timeout, unit);
    }
}
