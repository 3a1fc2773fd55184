package io.millrace.control;

import static io.millrace.control.Replicas.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.grpc.Status.Code;
import io.millrace.access.playback.SignedToken;
import io.millrace.access.playback.SigningKey;
import io.millrace.access.playback.TokenVerdict;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ChannelServiceGrpc;
import io.millrace.proto.control.v1.CreateChannelRequest;
import io.millrace.proto.control.v1.CreatePlaybackKeyRequest;
import io.millrace.proto.control.v1.CreatePlaybackKeyResponse;
import io.millrace.proto.control.v1.IssueTokenRequest;
import io.millrace.proto.control.v1.IssueTokenResponse;
import io.millrace.proto.control.v1.PlaybackKey;
import io.millrace.proto.control.v1.PlaybackKeyKind;
import io.millrace.proto.control.v1.PlaybackPolicy;
import io.millrace.proto.control.v1.PlaybackServiceGrpc;
import io.millrace.proto.control.v1.PlaybackServiceGrpc.PlaybackServiceBlockingStub;
import io.millrace.proto.control.v1.RevokePlaybackKeyRequest;
import io.millrace.proto.control.v1.RotatePlaybackKeyRequest;
import io.millrace.proto.control.v1.ServiceKind;
import io.millrace.proto.control.v1.SignedPlayback;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** PlaybackService: keys, and tokens that an edge can check with what it is told by the watch. */
final class PlaybackTokensTest {

    @RegisterExtension
    static final Replicas REPLICAS = new Replicas(Map.of());

    private static final InetAddress READER = InetAddress.ofLiteral("192.0.2.7");

    private static PlaybackServiceBlockingStub playback;

    @BeforeAll
    static void connect() {
        playback = PlaybackServiceGrpc.newBlockingStub(REPLICAS.channel());
    }

    @Test
    void aTokenHoldsWithTheKeyThatTheEdgeIsTold() {
        channel("told", SignedPlayback.getDefaultInstance());
        create("told", "p1", PlaybackKeyKind.PLAYBACK_KEY_KIND_SIGNING);

        IssueTokenResponse issued = issue(request("told"));

        assertEquals("channels/told/playbackKeys/p1", issued.getPlaybackKey());
        assertEquals(TokenVerdict.HOLDS, checkedByTheEdge("told", issued.getToken(), "/told/index.m3u8"));
        assertEquals(TokenVerdict.OTHER_PATH, checkedByTheEdge("told", issued.getToken(), "/else/index.m3u8"));
    }

    @Test
    void aTokenIsReadyToBeToldInEveryWay() {
        channel("ways", SignedPlayback.getDefaultInstance());
        create("ways", "p1", PlaybackKeyKind.PLAYBACK_KEY_KIND_SIGNING);

        IssueTokenResponse issued = issue(request("ways").setBaseUri("https://edge.example/"));

        assertEquals("https://edge.example/ways/?token=" + issued.getToken(), issued.getQueryUri());
        assertEquals("https://edge.example/" + issued.getToken() + "/ways/", issued.getPathUri());
        assertTrue(issued.getCookie().startsWith("millrace_token=" + issued.getToken() + "; Path=/ways/; "));
    }

    @Test
    void theOwnerOfAKeyMaySignTokensToo() {
        channel("own", SignedPlayback.getDefaultInstance());

        String secret =
                create("own", "p1", PlaybackKeyKind.PLAYBACK_KEY_KIND_SIGNING).getSecret();

        SigningKey key = SigningKey.of(Base64.getUrlDecoder().decode(secret));
        String token = issue(request("own")).getToken();
        assertEquals(
                TokenVerdict.HOLDS, SignedToken.parse(token).orElseThrow().check(key, "/own/x", READER, Instant.now()));
    }

    @Test
    void aTokenOfARotatedKeyHoldsAndNewOnesAreSignedWithTheNewKey() {
        channel("rotated", SignedPlayback.getDefaultInstance());
        create("rotated", "p1", PlaybackKeyKind.PLAYBACK_KEY_KIND_SIGNING);
        String before = issue(request("rotated")).getToken();

        playback.rotatePlaybackKey(RotatePlaybackKeyRequest.newBuilder()
                .setName("channels/rotated/playbackKeys/p1")
                .setPlaybackKeyId("p2")
                .setOverlap(Durations.fromHours(1))
                .build());

        assertEquals(
                "channels/rotated/playbackKeys/p2", issue(request("rotated")).getPlaybackKey());
        assertEquals(TokenVerdict.HOLDS, checkedByTheEdge("rotated", before, "/rotated/x"));
    }

    @Test
    void nothingIsSignedWithARevokedKey() {
        channel("revoked", SignedPlayback.getDefaultInstance());
        create("revoked", "p1", PlaybackKeyKind.PLAYBACK_KEY_KIND_SIGNING);
        playback.revokePlaybackKey(RevokePlaybackKeyRequest.newBuilder()
                .setName("channels/revoked/playbackKeys/p1")
                .build());

        assertFails(Code.FAILED_PRECONDITION, "NO_KEY", () -> issue(request("revoked")));
        assertFails(
                Code.FAILED_PRECONDITION,
                "NOT_ACTIVE",
                () -> issue(request("revoked").setKeyId("p1")));
    }

    @Test
    void aCdnsSecretSignsNothing() {
        channel("cdn", SignedPlayback.getDefaultInstance());

        CreatePlaybackKeyResponse created = create("cdn", "c1", PlaybackKeyKind.PLAYBACK_KEY_KIND_CDN);

        assertTrue(created.getSecret().startsWith("mrc_c1_"));
        assertFails(Code.FAILED_PRECONDITION, "NO_KEY", () -> issue(request("cdn")));
    }

    @Test
    void aTokenForAnotherPathIsNotIssued() {
        channel("within", SignedPlayback.getDefaultInstance());
        create("within", "p1", PlaybackKeyKind.PLAYBACK_KEY_KIND_SIGNING);

        assertFails(
                Code.INVALID_ARGUMENT,
                "INVALID_FIELDS",
                () -> issue(request("within").setPathPrefix("/other/")));
        assertFails(
                Code.INVALID_ARGUMENT,
                "INVALID_FIELDS",
                () -> issue(request("within").setPathPrefix("/with")));
    }

    @Test
    void aTokenThatIsOverAlreadyIsNotIssued() {
        channel("over", SignedPlayback.getDefaultInstance());
        create("over", "p1", PlaybackKeyKind.PLAYBACK_KEY_KIND_SIGNING);

        assertFails(
                Code.INVALID_ARGUMENT,
                "INVALID_FIELDS",
                () -> issue(request("over").setExpireTime(Timestamps.fromSeconds(1))));
        assertFails(
                Code.INVALID_ARGUMENT,
                "INVALID_FIELDS",
                () -> issue(request("over").clearEnd()));
    }

    @Test
    void whereAddressesAreBoundATokenHasOne() {
        channel("bound", SignedPlayback.newBuilder().setBindClientAddress(true).build());
        create("bound", "p1", PlaybackKeyKind.PLAYBACK_KEY_KIND_SIGNING);

        assertFails(Code.INVALID_ARGUMENT, "INVALID_FIELDS", () -> issue(request("bound")));
        String token = issue(request("bound").setClientAddress("192.0.2.7")).getToken();
        assertTrue(SignedToken.parse(token).orElseThrow().bound());
    }

    private static TokenVerdict checkedByTheEdge(String channel, String token, String path) {
        SignedToken signed = SignedToken.parse(token).orElseThrow();
        try (Watching edge = Watching.from(REPLICAS.channel(), ServiceKind.SERVICE_KIND_EDGE)) {
            byte[] key = edge.awaitItem("channels/" + channel + "/playbackKeys/" + signed.keyId())
                    .getPlaybackKey()
                    .getSigningKey()
                    .toByteArray();
            return signed.check(SigningKey.of(key), path, READER, Instant.now());
        }
    }

    private static void channel(String id, SignedPlayback signed) {
        ChannelServiceGrpc.newBlockingStub(REPLICAS.channel())
                .createChannel(CreateChannelRequest.newBuilder()
                        .setChannelId(id)
                        .setChannel(Channel.newBuilder()
                                .setPathPrefix("/" + id + "/")
                                .setPlayback(PlaybackPolicy.newBuilder().setSigned(signed)))
                        .build());
    }

    private static CreatePlaybackKeyResponse create(String channel, String id, PlaybackKeyKind kind) {
        return playback.createPlaybackKey(CreatePlaybackKeyRequest.newBuilder()
                .setParent("channels/" + channel)
                .setPlaybackKeyId(id)
                .setPlaybackKey(PlaybackKey.newBuilder().setKind(kind))
                .build());
    }

    private static IssueTokenRequest.Builder request(String channel) {
        return IssueTokenRequest.newBuilder().setParent("channels/" + channel).setTtl(Durations.fromMinutes(5));
    }

    private static IssueTokenResponse issue(IssueTokenRequest.Builder request) {
        return playback.issueToken(request.build());
    }
}
