package io.millrace.edge.playback;

import io.millrace.access.secret.KeySecret;
import io.millrace.access.secret.KeySecret.Use;
import io.millrace.proto.control.v1.CdnSecretPlayback;
import io.millrace.proto.control.v1.PlaybackKeyConfig;
import io.millrace.proto.control.v1.PlaybackKeyKind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Only a CDN may read that tells the secret of one of the channel's keys in a header. */
final class CdnSecretPolicy implements PlaybackPolicy {

    private static final String USUAL_HEADER = "Millrace-CDN-Secret";

    private static final Decision REFUSED =
            new Decision.Forbidden("this is for a CDN alone, which tells its secret with every request");

    private final String header;
    private final Map<String, Key> keys;
    private final InstantSource clock;

    /** @param hash of the secret; never changed */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Key(byte[] hash, Instant end, Decision allowed) {}

    private CdnSecretPolicy(String header, Map<String, Key> keys, InstantSource clock) {
        this.header = header;
        this.keys = Map.copyOf(keys);
        this.clock = clock;
    }

    static CdnSecretPolicy of(CdnSecretPlayback policy, Map<String, PlaybackKeyConfig> keys, InstantSource clock) {
        Map<String, Key> byId = new HashMap<>();
        keys.forEach((name, key) -> {
            if (key.getKind() == PlaybackKeyKind.PLAYBACK_KEY_KIND_CDN && !key.getRevoked()) {
                byId.put(
                        KeyLife.id(name),
                        new Key(
                                key.getSecretHash().toByteArray(),
                                KeyLife.end(key),
                                new Decision.Allowed(Optional.of(name))));
            }
        });
        return new CdnSecretPolicy(policy.getHeader().isEmpty() ? USUAL_HEADER : policy.getHeader(), byId, clock);
    }

    /** A CDN that adds its header where a client has sent one too tells both; one that holds is enough. */
    @Override
    public Decision decide(PlaybackRequest request) {
        for (String told : request.headers().getAll(header)) {
            Optional<KeySecret> secret = KeySecret.parse(Use.CDN, told.strip());
            Key key = secret.map(said -> keys.get(said.keyId())).orElse(null);
            if (key != null && clock.instant().isBefore(key.end) && secret.get().hasHash(key.hash)) {
                return key.allowed;
            }
        }
        return REFUSED;
    }

    /** The CDN is the shared cache. */
    @Override
    public boolean personal() {
        return false;
    }
}
