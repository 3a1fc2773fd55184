package io.millrace.shaper.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;

/** Sessions that live in this process only, for a while after their last request. Used by any thread. */
final class OwnSessions {

    private static final int ID_BYTES = 10;

    private final int most;
    private final Cache<String, Session> byId;
    private final SecureRandom random = new SecureRandom();

    OwnSessions(int most, Duration life) {
        this.most = most;
        this.byId = Caffeine.newBuilder()
                .expireAfterAccess(life)
                .removalListener((String id, Session over, RemovalCause cause) -> over.forgetManifests())
                .build();
    }

    /** An id that can't be guessed. */
    String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return "s" + HexFormat.of().formatHex(bytes);
    }

    long newSeed() {
        return random.nextLong();
    }

    /** @throws TooManySessionsException if there are as many as may be */
    void add(Session session) {
        if (byId.estimatedSize() >= most) {
            byId.cleanUp(); // those whose time is over
        }
        if (byId.estimatedSize() >= most) {
            throw new TooManySessionsException(most);
        }
        byId.put(session.id(), session);
    }

    Optional<Session> find(String id) {
        return Optional.ofNullable(byId.getIfPresent(id));
    }

    Collection<Session> all() {
        return byId.asMap().values();
    }

    long count() {
        return byId.estimatedSize();
    }
}
