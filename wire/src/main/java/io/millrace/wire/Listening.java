package io.millrace.wire;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * What all connections of one listener share. Used by every event loop.
 *
 * @param files runs what blocks on a file
 */
record Listening(
        ExchangeHandler handler,
        ListenerConfig config,
        Timeouts timeouts,
        OpenConnections connections,
        Admission admission,
        Refusals refusals,
        TrustedProxies proxies,
        ResponseExtras extras,
        AccessLog accessLog,
        Executor files) {

    /** @throws InvalidListenerException if a setting is wrong */
    static Listening of(Vertx vertx, String name, ListenerConfig config, ExchangeHandler handler) {
        return of(
                task -> vertx.executeBlocking(
                        () -> {
                            task.run();
                            return null;
                        },
                        false),
                name,
                config,
                handler);
    }

    static Listening of(Executor files, String name, ListenerConfig config, ExchangeHandler handler) {
        ListenerSettings settings = new ListenerSettings(name, config);
        settings.check();
        return new Listening(
                handler,
                config,
                Timeouts.of(config),
                new OpenConnections(),
                new Admission(config.maxConnections(), config.maxConnectionsPerClient()),
                new Refusals(),
                settings.proxies(),
                settings.extras(),
                new AccessLog(name, config.accessLog().orElse(List.of())),
                files);
    }

    /** The same for a connection that is beyond a limit: every request is refused. */
    Listening refusing(Limit limit) {
        return new Listening(
                exchange -> OverLimit.problem(limit).respond(exchange),
                config,
                timeouts,
                connections,
                admission,
                refusals,
                proxies,
                extras,
                accessLog,
                files);
    }
}
