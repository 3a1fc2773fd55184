package io.millrace.backends.redis;

import io.lettuce.core.event.connection.ReconnectFailedEvent;
import io.lettuce.core.resource.ClientResources;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import reactor.core.Disposable;

/**
 * Says once why connections to Redis can't be made again, which Lettuce tries without a word: after a password was changed
 * that the service was not told of, say.
 */
public final class ReconnectLog implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ReconnectLog.class);

    private final Disposable events;
    private final AtomicReference<String> told = new AtomicReference<>("");

    private ReconnectLog(ClientResources resources, RedisAccess access) {
        this.events = resources.eventBus().get().subscribe(event -> {
            if (event instanceof ReconnectFailedEvent failed && failed.getCause() != null) {
                String fault = access.explain(failed.getCause());
                if (!fault.equals(told.getAndSet(fault))) {
                    LOG.warn(fault);
                }
            }
        });
    }

    /** Listens until it is closed. */
    public static ReconnectLog start(ClientResources resources, RedisAccess access) {
        return new ReconnectLog(resources, access);
    }

    @Override
    public void close() {
        events.dispose();
    }
}
