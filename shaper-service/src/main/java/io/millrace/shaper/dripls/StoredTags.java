package io.millrace.shaper.dripls;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;

/**
 * What URLs have said under a tag of DripLS that is none of the control plane's. In this shaper's memory only: of very many
 * those are forgotten that are not used. Used by any thread.
 */
final class StoredTags {

    private static final int MOST = 1_000;

    private final Cache<String, DriplsQuery> stored =
            Caffeine.newBuilder().maximumSize(MOST).build();

    void store(String tag, DriplsQuery query) {
        stored.put(tag, query.kept());
    }

    Optional<DriplsQuery> find(String tag) {
        return Optional.ofNullable(stored.getIfPresent(tag));
    }
}
