package io.millrace.control.playback;

import com.google.protobuf.ByteString;
import io.millrace.access.playback.SigningKey;
import io.millrace.access.secret.KeySecret;
import io.millrace.proto.control.store.v1.StoredPlaybackKey;
import io.millrace.proto.control.v1.PlaybackKeyKind;
import java.util.Base64;

/** The secret of a new playback key: what its owner is told once, and what is kept of it. */
sealed interface PlaybackSecret {

    /** As its owner is told it. */
    String text();

    /** Adds what is kept. */
    StoredPlaybackKey keep(StoredPlaybackKey.Builder key);

    /** A new one. */
    static PlaybackSecret random(PlaybackKeyKind kind, String keyId) {
        return kind == PlaybackKeyKind.PLAYBACK_KEY_KIND_CDN
                ? new Cdn(KeySecret.random(KeySecret.Use.CDN, keyId))
                : new Signing(SigningKey.random());
    }

    /** Signing needs it as it is. */
    record Signing(SigningKey key) implements PlaybackSecret {

        @Override
        public String text() {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(key.secret());
        }

        @Override
        public StoredPlaybackKey keep(StoredPlaybackKey.Builder stored) {
            return stored.setSigningKey(ByteString.copyFrom(key.secret())).build();
        }
    }

    /** Knowing it again needs its hash only. */
    record Cdn(KeySecret secret) implements PlaybackSecret {

        @Override
        public String text() {
            return secret.text();
        }

        @Override
        public StoredPlaybackKey keep(StoredPlaybackKey.Builder stored) {
            return stored.setSecretHash(ByteString.copyFrom(secret.hash())).build();
        }
    }
}
