package io.millrace.shaper.inline;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.millrace.shaper.session.Session;
import io.millrace.shaper.session.Sessions;
import io.millrace.shaper.shape.ShaperCounters;
import io.millrace.wire.Exchange;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The sessions that URLs have made lately, so that a player that reloads its manifest by such a URL stays in its session.
 * Used by every event loop.
 */
public final class MadeSessions {

    /** Longer than a player waits before it reloads a manifest. */
    private static final Duration REMEMBERED = Duration.ofSeconds(30);

    private static final int MOST_REMEMBERED = 10_000;

    private final Sessions sessions;
    private final ShaperCounters counters;
    private final Cache<Asked, CompletionStage<Session>> made = Caffeine.newBuilder()
            .expireAfterAccess(REMEMBERED)
            .maximumSize(MOST_REMEMBERED)
            .build();

    /** What makes two requests the same. */
    private record Asked(
            InetAddress client, String agent, String path, String query, io.millrace.proto.control.v1.Session said) {}

    /** None yet. */
    public MadeSessions(Sessions sessions, ShaperCounters counters) {
        this.sessions = sessions;
        this.counters = counters;
    }

    /** The session that the same client has made by the same request a moment ago, or a new one. */
    public CompletionStage<Session> of(Exchange exchange, io.millrace.proto.control.v1.Session said) {
        Asked asked = new Asked(
                exchange.clientAddress(),
                exchange.headers().get(HttpHeaderNames.USER_AGENT, ""),
                exchange.path(),
                exchange.query(),
                said);
        return made.asMap().compute(asked, (same, before) -> before == null || isOver(before) ? make(said) : before);
    }

    private CompletionStage<Session> make(io.millrace.proto.control.v1.Session said) {
        return sessions.create(said).thenApply(session -> {
            counters.sessionMade();
            return session;
        });
    }

    /** Whether it could not be made, or is there no more. */
    private boolean isOver(CompletionStage<Session> before) {
        CompletableFuture<Session> result = before.toCompletableFuture();
        return result.isDone()
                && (result.isCompletedExceptionally()
                        || sessions.find(result.join().id()).isEmpty());
    }
}
