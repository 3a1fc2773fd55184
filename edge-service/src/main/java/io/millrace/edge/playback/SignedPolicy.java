package io.millrace.edge.playback;

import io.millrace.access.playback.PlaybackToken;
import io.millrace.access.playback.SigningKey;
import io.millrace.access.playback.TokenVerdict;
import io.millrace.proto.control.v1.PlaybackKeyConfig;
import io.millrace.proto.control.v1.PlaybackKeyKind;
import io.millrace.proto.control.v1.SignedPlayback;
import io.millrace.proto.control.v1.TokenPlace;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Only who has a token may read that one of the channel's keys has signed. Of several tokens one that holds is enough: a
 * browser goes on sending an old cookie beside the new token of a URL.
 */
final class SignedPolicy implements PlaybackPolicy {

    /** Tokens of one request that are looked at; each costs a signature. */
    private static final int MOST_TOKENS = 4;

    /** The more special place first: a cookie comes with every request, meant or not. */
    private static final List<TokenPlace> PLACES =
            List.of(TokenPlace.TOKEN_PLACE_PATH, TokenPlace.TOKEN_PLACE_QUERY, TokenPlace.TOKEN_PLACE_COOKIE);

    private static final Decision NO_TOKEN = new Decision.Unauthenticated("a playback token is needed to read here");
    private static final Decision FORGED = new Decision.Forbidden("the playback token is none that is taken here");
    private static final Decision EXPIRED = new Decision.Forbidden("the playback token has expired");
    private static final Decision OTHER_PATH = new Decision.Forbidden("the playback token is for another path");
    private static final Decision OTHER_CLIENT = new Decision.Forbidden("the playback token is for another address");
    private static final Decision UNBOUND =
            new Decision.Forbidden("only playback tokens are taken here that are bound to the reader's address");
    private static final Decision OTHER_PLACE =
            new Decision.Forbidden("playback tokens are not taken here from the place where this one is told");
    private static final Decision TOO_MANY =
            new Decision.Forbidden("a request tells " + MOST_TOKENS + " playback tokens at the most");

    private final Map<String, SigningKey> keys;
    private final Map<String, Key> byId;
    private final Set<TokenPlace> places;
    private final boolean bound;
    private final VerifiedTokens verified;
    private final InstantSource clock;

    /** How long a key is in force, and what its tokens are answered with. */
    private record Key(Instant end, Decision allowed) {}

    private SignedPolicy(
            SignedPlayback policy,
            Map<String, SigningKey> keys,
            Map<String, Key> byId,
            VerifiedTokens verified,
            InstantSource clock) {
        this.keys = Map.copyOf(keys);
        this.byId = Map.copyOf(byId);
        this.places = places(policy.getPlacesList());
        this.bound = policy.getBindClientAddress();
        this.verified = verified;
        this.clock = clock;
    }

    static SignedPolicy of(
            SignedPlayback policy, Map<String, PlaybackKeyConfig> keys, VerifiedTokens verified, InstantSource clock) {
        Map<String, SigningKey> signing = new HashMap<>();
        Map<String, Key> byId = new HashMap<>();
        keys.forEach((name, key) -> {
            String id = KeyLife.id(name);
            boolean taken =
                    policy.getKeyIdsCount() == 0 || policy.getKeyIdsList().contains(id);
            boolean signs = key.getKind() != PlaybackKeyKind.PLAYBACK_KEY_KIND_CDN
                    && key.getSigningKey().size() >= SigningKey.BYTES;
            if (taken && signs && !key.getRevoked()) {
                signing.put(id, SigningKey.of(key.getSigningKey().toByteArray()));
                byId.put(id, new Key(KeyLife.end(key), new Decision.Allowed(Optional.of(name))));
            }
        });
        return new SignedPolicy(policy, signing, byId, verified, clock);
    }

    @Override
    public Decision decide(PlaybackRequest request) {
        Map<TokenPlace, List<String>> told = new EnumMap<>(TokenPlace.class);
        PLACES.forEach(place -> told.put(place, ToldTokens.at(place, request)));
        if (told.values().stream().mapToInt(List::size).sum() > MOST_TOKENS) {
            return TOO_MANY;
        }
        Decision decision = NO_TOKEN;
        for (TokenPlace place : PLACES) {
            for (String token : told.get(place)) {
                Decision one = places.contains(place) ? decide(token, request) : OTHER_PLACE;
                if (one instanceof Decision.Allowed) {
                    return one;
                }
                decision = decision.equals(NO_TOKEN) ? one : decision; // what is wrong with the first is told
            }
        }
        return decision;
    }

    @Override
    public boolean personal() {
        return true;
    }

    @Override
    public Collection<SigningKey> signingKeys() {
        return keys.values();
    }

    private Decision decide(String text, PlaybackRequest request) {
        Optional<PlaybackToken> said = verified.verify(text, keys);
        if (said.isEmpty()) {
            return FORGED;
        }
        PlaybackToken token = said.get();
        Key key = byId.get(token.keyId());
        Instant now = clock.instant();
        if (!now.isBefore(key.end)) {
            return FORGED;
        }
        TokenVerdict verdict = token.allows(request.path(), request.client(), now);
        return switch (verdict) {
            case HOLDS -> bound && token.client().isEmpty() ? UNBOUND : key.allowed;
            case FORGED -> FORGED;
            case EXPIRED -> EXPIRED;
            case OTHER_PATH -> OTHER_PATH;
            case OTHER_CLIENT -> OTHER_CLIENT;
        };
    }

    private static Set<TokenPlace> places(List<TokenPlace> allowed) {
        Set<TokenPlace> known = EnumSet.copyOf(PLACES);
        if (!allowed.isEmpty()) {
            known.retainAll(allowed);
        }
        return known;
    }
}
