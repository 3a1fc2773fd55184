package io.millrace.control.playback;

import com.google.protobuf.Empty;
import com.google.protobuf.util.Timestamps;
import io.millrace.checks.Fields;
import io.millrace.checks.Names;
import io.millrace.checks.Violations;
import io.millrace.control.api.ApiErrors;
import io.millrace.control.api.Etags;
import io.millrace.control.api.Page;
import io.millrace.control.change.Changes;
import io.millrace.control.key.KeyLife;
import io.millrace.control.store.Change;
import io.millrace.control.store.ControlStore;
import io.millrace.control.store.Stored;
import io.millrace.proto.control.store.v1.StoredPlaybackKey;
import io.millrace.proto.control.store.v1.StoredResource;
import io.millrace.proto.control.v1.CreatePlaybackKeyRequest;
import io.millrace.proto.control.v1.CreatePlaybackKeyResponse;
import io.millrace.proto.control.v1.KeyState;
import io.millrace.proto.control.v1.PlaybackKey;
import io.millrace.proto.control.v1.PlaybackKeyKind;
import io.millrace.proto.control.v1.RotatePlaybackKeyRequest;
import io.millrace.proto.control.v1.RotatePlaybackKeyResponse;
import java.time.Clock;
import java.util.List;

/** Playback keys. May be used by any thread; calls block. Secrets leave it in the answers that create them only. */
final class PlaybackKeys {

    private static final String COLLECTION = "/playbackKeys";
    private static final String PATTERN = "channels/*/playbackKeys/*";

    private final ControlStore store;
    private final Changes changes;
    private final Clock clock;

    PlaybackKeys(ControlStore store, Changes changes, Clock clock) {
        this.store = store;
        this.changes = changes;
        this.clock = clock;
    }

    PlaybackKey get(String name) {
        return shown(find(name));
    }

    Page page(String channel, int size, String token) {
        ApiErrors.checkName("parent", channel, "channels/*");
        if (store.find(channel).isEmpty()) {
            throw ApiErrors.notFound(channel);
        }
        return Page.read(store, channel + COLLECTION, size, token);
    }

    CreatePlaybackKeyResponse create(CreatePlaybackKeyRequest request) {
        Violations violations = new Violations();
        Names.check(violations, "parent", request.getParent(), "channels/*");
        KeyLife.checkId(violations, "playback_key_id", request.getPlaybackKeyId());
        Fields.checkDisplayName(
                violations.in("playback_key"), request.getPlaybackKey().getDisplayName());
        if (request.getPlaybackKey().hasExpireTime()) {
            Fields.checkFuture(
                    violations,
                    "playback_key.expire_time",
                    request.getPlaybackKey().getExpireTime(),
                    clock.millis());
        }
        violations.require(
                "playback_key.kind",
                request.getPlaybackKey().getKind() != PlaybackKeyKind.UNRECOGNIZED,
                "must be SIGNING or CDN");
        ApiErrors.check(violations);
        String id = KeyLife.idOf(request.getPlaybackKeyId());
        String name = request.getParent() + COLLECTION + '/' + id;
        PlaybackKey.Builder key = newKey(name, clock.millis())
                .setDisplayName(request.getPlaybackKey().getDisplayName())
                .setKind(kind(request.getPlaybackKey().getKind()));
        if (request.getPlaybackKey().hasExpireTime()) {
            key.setExpireTime(request.getPlaybackKey().getExpireTime());
        }
        PlaybackSecret secret = PlaybackSecret.random(key.getKind(), id);
        Change change = new Change().needs(request.getParent());
        long revision = changes.make(add(change, key.build(), secret));
        return CreatePlaybackKeyResponse.newBuilder()
                .setPlaybackKey(shown(key.build(), revision))
                .setSecret(secret.text())
                .build();
    }

    RotatePlaybackKeyResponse rotate(RotatePlaybackKeyRequest request) {
        Violations violations = new Violations();
        Names.check(violations, "name", request.getName(), PATTERN);
        KeyLife.checkId(violations, "playback_key_id", request.getPlaybackKeyId());
        KeyLife.checkOverlap(violations, request.getOverlap());
        if (request.hasExpireTime()) {
            Fields.checkFuture(violations, "expire_time", request.getExpireTime(), clock.millis());
        }
        ApiErrors.check(violations);
        String id = KeyLife.idOf(request.getPlaybackKeyId());
        return changes.retrying(() -> {
            long now = clock.millis();
            Stored stored = find(request.getName());
            Etags.check(request.getName(), request.getEtag(), stored.revision());
            PlaybackKey old = stored.value().getPlaybackKey().getKey();
            KeyLife.checkActive(request.getName(), shown(stored).getState());
            String name = Names.parent(old.getName()) + COLLECTION + '/' + id;
            PlaybackKey.Builder key =
                    newKey(name, now).setDisplayName(old.getDisplayName()).setKind(old.getKind());
            if (request.hasExpireTime()) {
                key.setExpireTime(request.getExpireTime());
            }
            PlaybackKey replaced = old.toBuilder()
                    .setReplacedBy(name)
                    .setExpireTime(
                            KeyLife.endAfter(request.getOverlap(), old.hasExpireTime(), old.getExpireTime(), now))
                    .build();
            PlaybackSecret secret = PlaybackSecret.random(key.getKind(), id);
            Change change =
                    new Change().at(old.getName(), stored.revision()).put(old.getName(), with(stored, replaced));
            long revision = changes.make(add(change, key.build(), secret));
            return RotatePlaybackKeyResponse.newBuilder()
                    .setPlaybackKey(shown(key.build(), revision))
                    .setSecret(secret.text())
                    .setReplaced(shown(replaced, revision))
                    .build();
        });
    }

    PlaybackKey revoke(String name, String etag) {
        return changes.retrying(() -> {
            Stored stored = find(name);
            Etags.check(name, etag, stored.revision());
            PlaybackKey key = stored.value().getPlaybackKey().getKey();
            if (key.hasRevokeTime()) {
                return shown(stored);
            }
            PlaybackKey revoked = key.toBuilder()
                    .setRevokeTime(Timestamps.fromMillis(clock.millis()))
                    .build();
            return shown(
                    revoked,
                    changes.make(new Change().at(name, stored.revision()).put(name, with(stored, revoked))));
        });
    }

    Empty delete(String name, String etag) {
        return changes.retrying(() -> {
            Stored stored = find(name);
            Etags.check(name, etag, stored.revision());
            changes.make(new Change().at(name, stored.revision()).delete(name));
            return Empty.getDefaultInstance();
        });
    }

    PlaybackKey shown(Stored stored) {
        return shown(stored.value().getPlaybackKey().getKey(), stored.revision());
    }

    private PlaybackKey shown(PlaybackKey key, long revision) {
        KeyState state = KeyLife.state(key.hasRevokeTime(), key.hasExpireTime(), key.getExpireTime(), clock.millis());
        return key.toBuilder()
                .setState(state)
                .setRevision(revision)
                .setEtag(Etags.of(revision))
                .build();
    }

    private PlaybackKey.Builder newKey(String name, long nowMillis) {
        return PlaybackKey.newBuilder().setName(name).setCreateTime(Timestamps.fromMillis(nowMillis));
    }

    private static Change add(Change change, PlaybackKey key, PlaybackSecret secret) {
        return change.fewer(Names.parent(key.getName()) + COLLECTION, KeyLife.MOST_KEYS)
                .at(key.getName(), 0)
                .put(
                        key.getName(),
                        StoredResource.newBuilder()
                                .setPlaybackKey(secret.keep(
                                        StoredPlaybackKey.newBuilder().setKey(key)))
                                .build());
    }

    private static PlaybackKeyKind kind(PlaybackKeyKind asked) {
        return asked == PlaybackKeyKind.PLAYBACK_KEY_KIND_UNSPECIFIED
                ? PlaybackKeyKind.PLAYBACK_KEY_KIND_SIGNING
                : asked;
    }

    private static StoredResource with(Stored stored, PlaybackKey key) {
        return StoredResource.newBuilder()
                .setPlaybackKey(stored.value().getPlaybackKey().toBuilder().setKey(key))
                .build();
    }

    /** The keys of a channel, however many. */
    List<Stored> all(String channel) {
        return store.list(channel + COLLECTION, "", KeyLife.MOST_KEYS);
    }

    private Stored find(String name) {
        ApiErrors.checkName("name", name, PATTERN);
        return store.find(name).orElseThrow(() -> ApiErrors.notFound(name));
    }
}
