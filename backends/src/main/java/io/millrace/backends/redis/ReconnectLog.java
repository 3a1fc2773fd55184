package io.millrace.backends.redis;

import io.lettuce.core.event.connection.ReconnectFailedEvent;
import io.lettuce.core.resource.ClientResources;
import io.millrace.backends.ToldFaults;
import org.jboss.logging.Logger;
import reactor.core.Disposable;

/**
 * Says why connections to Redis can't be made again, which Lettuce tries several times a second without a word: after a
 * password was changed that the service was not told of, say.
 */
public final class ReconnectLog implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ReconnectLog.class);

    private final Disposable events;

    private ReconnectLog(ClientResources resources, RedisAccess access) {
        ToldFaults told = new ToldFaults();
        this.events = resources.eventBus().get().subscribe(event -> {
            if (event instanceof ReconnectFailedEvent failed && failed.getCause() != null) {
                String fault = access.explain(failed.getCause());
                if (told.isNew(fault, System.nanoTime())) {
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
