package io.millrace.wire;

import io.netty.handler.ssl.SslContext;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * What new TLS connections are opened with: the newest that the files held and that works. The files are looked at
 * regularly, at their content and not their times, so that a swapped link of a Kubernetes secret is seen too. Read by
 * every event loop; changed by one worker thread at a time; ends when it is closed.
 */
final class ReloadedTls implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ReloadedTls.class);

    private final Vertx vertx;
    private final String name;
    private final TlsFiles files;
    private final long timer;
    private volatile SslContext current;

    /** Also of files that didn't work, so that these are told of once. Touched by the worker alone. */
    private TlsFiles.Content seen;

    private String lastFault = "";

    private ReloadedTls(Vertx vertx, String name, TlsFiles files, Duration interval) {
        this.vertx = vertx;
        this.name = name;
        this.files = files;
        this.seen = files.read();
        this.current = files.context(seen);
        this.timer =
                vertx.setPeriodic(Math.max(1, interval.toMillis()), tick -> vertx.executeBlocking(this::reload, true));
    }

    /** @throws InvalidListenerException if the files can't be used */
    static ReloadedTls start(Vertx vertx, String name, ListenerConfig.Tls config) {
        return new ReloadedTls(
                vertx, name, new TlsFiles(config, ListenerSettings.prefix(name) + "TLS_"), config.reload());
    }

    SslContext current() {
        return current;
    }

    private synchronized Void reload() {
        try {
            TlsFiles.Content content = files.read();
            if (!content.equals(seen)) {
                seen = content;
                current = files.context(content);
                LOG.infof("TLS files read again: service=%s", name);
            }
            lastFault = "";
        } catch (InvalidListenerException e) {
            if (!e.getMessage().equals(lastFault)) {
                LOG.warnf("the old TLS certificate stays: %s", e.getMessage());
            }
            lastFault = e.getMessage();
        }
        return null;
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
    }
}
