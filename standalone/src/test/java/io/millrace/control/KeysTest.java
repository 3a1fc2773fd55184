package io.millrace.control;

import static io.millrace.control.Replicas.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.grpc.Status.Code;
import io.millrace.access.secret.KeySecret;
import io.millrace.access.secret.KeySecret.Use;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ChannelServiceGrpc;
import io.millrace.proto.control.v1.CreateChannelRequest;
import io.millrace.proto.control.v1.CreateKeyRequest;
import io.millrace.proto.control.v1.CreateKeyResponse;
import io.millrace.proto.control.v1.DeleteKeyRequest;
import io.millrace.proto.control.v1.GetKeyRequest;
import io.millrace.proto.control.v1.KeyServiceGrpc;
import io.millrace.proto.control.v1.KeyServiceGrpc.KeyServiceBlockingStub;
import io.millrace.proto.control.v1.KeyState;
import io.millrace.proto.control.v1.ListKeysRequest;
import io.millrace.proto.control.v1.PublishKey;
import io.millrace.proto.control.v1.RevokeKeyRequest;
import io.millrace.proto.control.v1.RotateKeyRequest;
import io.millrace.proto.control.v1.RotateKeyResponse;
import io.millrace.proto.control.v1.ServiceKind;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** KeyService: the life of publish keys. */
final class KeysTest {

    @RegisterExtension
    static final Replicas REPLICAS = new Replicas(Map.of());

    private static KeyServiceBlockingStub keys;

    @BeforeAll
    static void aChannel() {
        keys = KeyServiceGrpc.newBlockingStub(REPLICAS.channel());
        channel("cam");
    }

    @Test
    void aSecretIsToldOnceAndItsHashIsWhatIngestGets() {
        CreateKeyResponse created = create("cam", "told");
        Optional<KeySecret> secret = KeySecret.parse(Use.PUBLISH, created.getSecret());

        assertEquals("told", secret.orElseThrow().keyId());
        assertEquals(KeyState.KEY_STATE_ACTIVE, created.getKey().getState());
        assertFalse(get("told").toString().contains(created.getSecret()));
        try (Watching ingest = Watching.from(REPLICAS.channel(), ServiceKind.SERVICE_KIND_INGEST)) {
            var hash =
                    ingest.awaitItem("channels/cam/keys/told").getPublishKey().getSecretHash();
            assertTrue(secret.get().hasHash(hash.toByteArray()));
        }
    }

    @Test
    void aKeyThatIsGivenNoIdGetsOne() {
        PublishKey key = create("cam", "").getKey();

        assertTrue(key.getName().matches("channels/cam/keys/k[a-z0-9]{7}"), key::getName);
    }

    @Test
    void aRotatedKeyStaysValidForTheOverlap() {
        create("cam", "old");

        RotateKeyResponse rotated = keys.rotateKey(RotateKeyRequest.newBuilder()
                .setName("channels/cam/keys/old")
                .setKeyId("new")
                .setOverlap(Durations.fromHours(1))
                .build());

        assertEquals(KeyState.KEY_STATE_ACTIVE, get("new").getState());
        assertEquals(KeyState.KEY_STATE_ACTIVE, get("old").getState());
        assertEquals("channels/cam/keys/new", rotated.getReplaced().getReplacedBy());
        assertEquals(
                Durations.fromHours(1),
                Timestamps.between(
                        rotated.getKey().getCreateTime(), rotated.getReplaced().getExpireTime()),
                () -> "from " + rotated.getKey());
        assertEquals(rotated.getKey().getRevision(), rotated.getReplaced().getRevision());
    }

    @Test
    void aKeyRotatedWithoutOverlapIsExpired() {
        create("cam", "at-once");

        RotateKeyResponse rotated = keys.rotateKey(RotateKeyRequest.newBuilder()
                .setName("channels/cam/keys/at-once")
                .build());

        assertEquals(KeyState.KEY_STATE_EXPIRED, rotated.getReplaced().getState());
        assertFails(
                Code.FAILED_PRECONDITION,
                "NOT_ACTIVE",
                () -> keys.rotateKey(RotateKeyRequest.newBuilder()
                        .setName("channels/cam/keys/at-once")
                        .build()));
    }

    @Test
    void aRevokedKeyStaysRevoked() {
        create("cam", "revoked");

        PublishKey revoked = revoke("revoked");

        assertEquals(KeyState.KEY_STATE_REVOKED, revoked.getState());
        assertEquals(revoked, revoke("revoked"));
        assertFails(
                Code.FAILED_PRECONDITION,
                "NOT_ACTIVE",
                () -> keys.rotateKey(RotateKeyRequest.newBuilder()
                        .setName("channels/cam/keys/revoked")
                        .setOverlap(Durations.fromHours(1))
                        .build()));
    }

    @Test
    void ingestHearsOfARevocation() {
        create("cam", "heard");
        try (Watching ingest = Watching.from(REPLICAS.channel(), ServiceKind.SERVICE_KIND_INGEST)) {
            ingest.awaitItem("channels/cam/keys/heard");

            ingest.awaitRevision(revoke("heard").getRevision());

            assertTrue(
                    ingest.awaitItem("channels/cam/keys/heard").getPublishKey().getRevoked());
        }
    }

    @Test
    void aKeyOfNoChannelIsRefused() {
        assertFails(Code.NOT_FOUND, "NOT_FOUND", () -> create("nowhere", "k"));
        assertFails(
                Code.NOT_FOUND,
                "NOT_FOUND",
                () -> keys.listKeys(ListKeysRequest.newBuilder()
                        .setParent("channels/nowhere")
                        .build()));
    }

    @Test
    void aKeyThatWouldHaveEndedAlreadyIsRefused() {
        assertFails(
                Code.INVALID_ARGUMENT,
                "INVALID_FIELDS",
                () -> keys.createKey(CreateKeyRequest.newBuilder()
                        .setParent("channels/cam")
                        .setKey(PublishKey.newBuilder().setExpireTime(Timestamps.fromSeconds(1)))
                        .build()));
    }

    @Test
    void aChannelHasAHundredKeysAtTheMost() {
        channel("full");
        for (int i = 0; i < 100; i++) {
            create("full", "k" + i);
        }

        assertFails(Code.FAILED_PRECONDITION, "TOO_MANY", () -> create("full", "one-more"));

        keys.deleteKey(
                DeleteKeyRequest.newBuilder().setName("channels/full/keys/k0").build());
        create("full", "one-more");
        assertEquals(
                100,
                keys.listKeys(ListKeysRequest.newBuilder()
                                .setParent("channels/full")
                                .setPageSize(1_000)
                                .build())
                        .getKeysCount());
    }

    @Test
    void keysOfOneChannelAreNoneOfAnother() {
        channel("cam-2");
        create("cam-2", "only");

        assertEquals(
                1,
                keys.listKeys(ListKeysRequest.newBuilder()
                                .setParent("channels/cam-2")
                                .build())
                        .getKeysCount());
    }

    private static void channel(String id) {
        ChannelServiceGrpc.newBlockingStub(REPLICAS.channel())
                .createChannel(CreateChannelRequest.newBuilder()
                        .setChannelId(id)
                        .setChannel(Channel.newBuilder().setPathPrefix("/" + id + "/"))
                        .build());
    }

    private static CreateKeyResponse create(String channel, String id) {
        return keys.createKey(CreateKeyRequest.newBuilder()
                .setParent("channels/" + channel)
                .setKeyId(id)
                .build());
    }

    private static PublishKey get(String id) {
        return keys.getKey(
                GetKeyRequest.newBuilder().setName("channels/cam/keys/" + id).build());
    }

    private static PublishKey revoke(String id) {
        return keys.revokeKey(
                RevokeKeyRequest.newBuilder().setName("channels/cam/keys/" + id).build());
    }
}
