package io.millrace.control.key;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.util.Timestamps;
import io.millrace.access.secret.KeySecret;
import io.millrace.checks.Fields;
import io.millrace.checks.Names;
import io.millrace.checks.Violations;
import io.millrace.control.api.ApiErrors;
import io.millrace.control.api.Etags;
import io.millrace.control.api.Page;
import io.millrace.control.change.Changes;
import io.millrace.control.store.Change;
import io.millrace.control.store.ControlStore;
import io.millrace.control.store.Stored;
import io.millrace.proto.control.store.v1.StoredKey;
import io.millrace.proto.control.store.v1.StoredResource;
import io.millrace.proto.control.v1.CreateKeyRequest;
import io.millrace.proto.control.v1.CreateKeyResponse;
import io.millrace.proto.control.v1.KeyState;
import io.millrace.proto.control.v1.PublishKey;
import io.millrace.proto.control.v1.RotateKeyRequest;
import io.millrace.proto.control.v1.RotateKeyResponse;
import java.time.Clock;

/** Publish keys. May be used by any thread; calls block. Secrets leave it in the answers that create them only. */
final class Keys {

    private static final String COLLECTION = "/keys";
    private static final String PATTERN = "channels/*/keys/*";

    private final ControlStore store;
    private final Changes changes;
    private final Clock clock;

    Keys(ControlStore store, Changes changes, Clock clock) {
        this.store = store;
        this.changes = changes;
        this.clock = clock;
    }

    PublishKey get(String name) {
        return shown(find(name));
    }

    Page page(String channel, int size, String token) {
        ApiErrors.checkName("parent", channel, "channels/*");
        if (store.find(channel).isEmpty()) {
            throw ApiErrors.notFound(channel);
        }
        return Page.read(store, channel + COLLECTION, size, token);
    }

    CreateKeyResponse create(CreateKeyRequest request) {
        Violations violations = new Violations();
        Names.check(violations, "parent", request.getParent(), "channels/*");
        KeyLife.checkId(violations, "key_id", request.getKeyId());
        Fields.checkDisplayName(violations.in("key"), request.getKey().getDisplayName());
        if (request.getKey().hasExpireTime()) {
            Fields.checkFuture(violations, "key.expire_time", request.getKey().getExpireTime(), clock.millis());
        }
        ApiErrors.check(violations);
        String id = KeyLife.idOf(request.getKeyId());
        String name = request.getParent() + COLLECTION + '/' + id;
        PublishKey.Builder key =
                newKey(name, clock.millis()).setDisplayName(request.getKey().getDisplayName());
        if (request.getKey().hasExpireTime()) {
            key.setExpireTime(request.getKey().getExpireTime());
        }
        KeySecret secret = KeySecret.random(KeySecret.Use.PUBLISH, id);
        Change change = new Change().needs(request.getParent());
        long revision = changes.make(add(change, key.build(), secret));
        return CreateKeyResponse.newBuilder()
                .setKey(shown(key.build(), revision))
                .setSecret(secret.text())
                .build();
    }

    RotateKeyResponse rotate(RotateKeyRequest request) {
        Violations violations = new Violations();
        Names.check(violations, "name", request.getName(), PATTERN);
        KeyLife.checkId(violations, "key_id", request.getKeyId());
        KeyLife.checkOverlap(violations, request.getOverlap());
        if (request.hasExpireTime()) {
            Fields.checkFuture(violations, "expire_time", request.getExpireTime(), clock.millis());
        }
        ApiErrors.check(violations);
        String id = KeyLife.idOf(request.getKeyId());
        return changes.retrying(() -> {
            long now = clock.millis();
            Stored stored = find(request.getName());
            Etags.check(request.getName(), request.getEtag(), stored.revision());
            PublishKey old = stored.value().getKey().getKey();
            KeyLife.checkActive(request.getName(), shown(stored).getState());
            String name = Names.parent(old.getName()) + COLLECTION + '/' + id;
            PublishKey.Builder key = newKey(name, now).setDisplayName(old.getDisplayName());
            if (request.hasExpireTime()) {
                key.setExpireTime(request.getExpireTime());
            }
            PublishKey replaced = old.toBuilder()
                    .setReplacedBy(name)
                    .setExpireTime(
                            KeyLife.endAfter(request.getOverlap(), old.hasExpireTime(), old.getExpireTime(), now))
                    .build();
            KeySecret secret = KeySecret.random(KeySecret.Use.PUBLISH, id);
            Change change =
                    new Change().at(old.getName(), stored.revision()).put(old.getName(), with(stored, replaced));
            long revision = changes.make(add(change, key.build(), secret));
            return RotateKeyResponse.newBuilder()
                    .setKey(shown(key.build(), revision))
                    .setSecret(secret.text())
                    .setReplaced(shown(replaced, revision))
                    .build();
        });
    }

    PublishKey revoke(String name, String etag) {
        return changes.retrying(() -> {
            Stored stored = find(name);
            Etags.check(name, etag, stored.revision());
            PublishKey key = stored.value().getKey().getKey();
            if (key.hasRevokeTime()) {
                return shown(stored);
            }
            PublishKey revoked = key.toBuilder()
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

    PublishKey shown(Stored stored) {
        return shown(stored.value().getKey().getKey(), stored.revision());
    }

    private PublishKey shown(PublishKey key, long revision) {
        KeyState state = KeyLife.state(key.hasRevokeTime(), key.hasExpireTime(), key.getExpireTime(), clock.millis());
        return key.toBuilder()
                .setState(state)
                .setRevision(revision)
                .setEtag(Etags.of(revision))
                .build();
    }

    private PublishKey.Builder newKey(String name, long nowMillis) {
        return PublishKey.newBuilder().setName(name).setCreateTime(Timestamps.fromMillis(nowMillis));
    }

    private static Change add(Change change, PublishKey key, KeySecret secret) {
        return change.fewer(Names.parent(key.getName()) + COLLECTION, KeyLife.MOST_KEYS)
                .at(key.getName(), 0)
                .put(
                        key.getName(),
                        StoredResource.newBuilder()
                                .setKey(StoredKey.newBuilder()
                                        .setKey(key)
                                        .setSecretHash(ByteString.copyFrom(secret.hash())))
                                .build());
    }

    private static StoredResource with(Stored stored, PublishKey key) {
        return StoredResource.newBuilder()
                .setKey(stored.value().getKey().toBuilder().setKey(key))
                .build();
    }

    private Stored find(String name) {
        ApiErrors.checkName("name", name, PATTERN);
        return store.find(name).orElseThrow(() -> ApiErrors.notFound(name));
    }
}
