package io.millrace.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status.Code;
import io.millrace.proto.control.v1.Action;
import io.millrace.proto.control.v1.Bandwidth;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ChannelServiceGrpc;
import io.millrace.proto.control.v1.ChannelServiceGrpc.ChannelServiceBlockingStub;
import io.millrace.proto.control.v1.CreateChannelRequest;
import io.millrace.proto.control.v1.CreateKeyRequest;
import io.millrace.proto.control.v1.CreatePlaybackKeyRequest;
import io.millrace.proto.control.v1.CreateRuleRequest;
import io.millrace.proto.control.v1.DeleteChannelRequest;
import io.millrace.proto.control.v1.KeyServiceGrpc;
import io.millrace.proto.control.v1.PlaybackServiceGrpc;
import io.millrace.proto.control.v1.Rule;
import io.millrace.proto.control.v1.RuleServiceGrpc;
import io.millrace.proto.control.v1.ServiceKind;
import io.millrace.proto.control.v1.UpdateChannelRequest;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** ConfigService.Watch: the data plane knows what it needs, and soon. */
final class WatchTest {

    private static final int KEPT_CHANGES = 20;

    @RegisterExtension
    static final Replicas REPLICAS = new Replicas(Map.of("millrace.control.changes", Integer.toString(KEPT_CHANGES)));

    private static ChannelServiceBlockingStub channels;

    @BeforeAll
    static void connect() {
        channels = ChannelServiceGrpc.newBlockingStub(REPLICAS.channel());
    }

    @Test
    void whoComesFirstIsSentEverythingAndThenEachChange() {
        create("early");
        try (Watching ingest = Watching.from(REPLICAS.channel(), ServiceKind.SERVICE_KIND_INGEST)) {
            ingest.awaitItem("channels/early");

            Channel late = create("late");

            assertEquals(
                    "/late/", ingest.awaitItem("channels/late").getChannel().getPathPrefix());
            assertEquals(late.getRevision(), ingest.revision());
            assertEquals(1, ingest.snapshots());
        }
    }

    @Test
    void whatIsDeletedIsToldWithAllThatWasBelowIt() {
        create("gone");
        KeyServiceGrpc.newBlockingStub(REPLICAS.channel())
                .createKey(CreateKeyRequest.newBuilder()
                        .setParent("channels/gone")
                        .setKeyId("k")
                        .build());
        try (Watching ingest = Watching.from(REPLICAS.channel(), ServiceKind.SERVICE_KIND_INGEST)) {
            ingest.awaitItem("channels/gone/keys/k");

            channels.deleteChannel(
                    DeleteChannelRequest.newBuilder().setName("channels/gone").build());
            ingest.awaitRevision(create("after-gone").getRevision());

            assertTrue(ingest.item("channels/gone").isEmpty());
            assertTrue(ingest.item("channels/gone/keys/k").isEmpty());
        }
    }

    @Test
    void eachServiceIsToldWhatItNeedsAndNothingElse() {
        create("kinds");
        KeyServiceGrpc.newBlockingStub(REPLICAS.channel())
                .createKey(CreateKeyRequest.newBuilder()
                        .setParent("channels/kinds")
                        .setKeyId("k")
                        .build());
        PlaybackServiceGrpc.newBlockingStub(REPLICAS.channel())
                .createPlaybackKey(CreatePlaybackKeyRequest.newBuilder()
                        .setParent("channels/kinds")
                        .setPlaybackKeyId("p")
                        .build());
        long revision = RuleServiceGrpc.newBlockingStub(REPLICAS.channel())
                .createRule(CreateRuleRequest.newBuilder()
                        .setRuleId("kinds")
                        .setRule(Rule.newBuilder()
                                .addActions(Action.newBuilder()
                                        .setBandwidth(Bandwidth.newBuilder().setBitRate(1_000_000))))
                        .build())
                .getRevision();
        try (Watching ingest = Watching.from(REPLICAS.channel(), ServiceKind.SERVICE_KIND_INGEST);
                Watching edge = Watching.from(REPLICAS.channel(), ServiceKind.SERVICE_KIND_EDGE);
                Watching shaper = Watching.from(REPLICAS.channel(), ServiceKind.SERVICE_KIND_SHAPER)) {
            ingest.awaitRevision(revision);
            edge.awaitRevision(revision);
            shaper.awaitRevision(revision);

            assertEquals(
                    32,
                    ingest.awaitItem("channels/kinds/keys/k")
                            .getPublishKey()
                            .getSecretHash()
                            .size());
            assertEquals(
                    32,
                    edge.awaitItem("channels/kinds/playbackKeys/p")
                            .getPlaybackKey()
                            .getSigningKey()
                            .size());
            assertTrue(shaper.item("rules/kinds").isPresent());
            assertTrue(ingest.item("channels/kinds/playbackKeys/p").isEmpty());
            assertTrue(ingest.item("rules/kinds").isEmpty());
            assertTrue(edge.item("channels/kinds/keys/k").isEmpty());
            assertTrue(shaper.item("channels/kinds/playbackKeys/p").isEmpty());
        }
    }

    @Test
    void whoComesBackIsSentTheChangesSince() {
        create("before-away");
        Watching seen = Watching.from(REPLICAS.channel(), ServiceKind.SERVICE_KIND_EDGE);
        seen.awaitItem("channels/before-away");
        seen.close();
        create("while-away");

        try (Watching back =
                Watching.from(REPLICAS.channel(), ServiceKind.SERVICE_KIND_EDGE, seen.revision(), seen.storeId())) {
            back.awaitItem("channels/while-away");

            assertEquals(0, back.snapshots());
            assertFalse(back.items().containsKey("channels/before-away"));
        }
    }

    @Test
    void whoWasAwayForTooLongIsSentEverythingAgain() {
        create("long-away");
        Watching seen = Watching.from(REPLICAS.channel(), ServiceKind.SERVICE_KIND_EDGE);
        seen.awaitItem("channels/long-away");
        seen.close();
        for (int i = 0; i <= KEPT_CHANGES; i++) {
            rename("long-away", "name " + i);
        }
        Channel renamed = rename("long-away", "the last");
        try (Watching other = Watching.from(REPLICAS.channel(), ServiceKind.SERVICE_KIND_EDGE)) {
            other.awaitRevision(renamed.getRevision());
        }

        try (Watching back =
                Watching.from(REPLICAS.channel(), ServiceKind.SERVICE_KIND_EDGE, seen.revision(), seen.storeId())) {
            back.awaitItem("channels/long-away");

            assertEquals(1, back.snapshots());
        }
    }

    @Test
    void theRevisionOfAnotherStoreIsNone() {
        Channel channel = create("other-store");

        try (Watching back =
                Watching.from(REPLICAS.channel(), ServiceKind.SERVICE_KIND_EDGE, channel.getRevision(), "another")) {
            back.awaitItem("channels/other-store");

            assertEquals(1, back.snapshots());
        }
    }

    @Test
    void aLargeSnapshotComesInParts() {
        String large = "x".repeat(250);
        long revision = 0;
        for (int i = 0; i < 40; i++) {
            Channel.Builder channel = Channel.newBuilder().setPathPrefix("/large-" + i + "/");
            for (int label = 0; label < 60; label++) {
                channel.putLabels("label-" + label, large);
            }
            revision = channels.createChannel(CreateChannelRequest.newBuilder()
                            .setChannelId("large-" + i)
                            .setChannel(channel)
                            .build())
                    .getRevision();
        }

        try (Watching edge = Watching.from(REPLICAS.channel(), ServiceKind.SERVICE_KIND_EDGE)) {
            edge.awaitRevision(revision);

            assertTrue(edge.snapshotParts() > 1);
            assertEquals(1, edge.snapshots());
            assertTrue(edge.items().containsKey("channels/large-0"));
            assertTrue(edge.items().containsKey("channels/large-39"));
        }
    }

    @Test
    void aChangeAtOneReplicaIsSeenAtAnotherAlsoWithoutKafka() {
        ControlServer other = REPLICAS.start(Map.of());
        try (Watching edge = Watching.from(REPLICAS.connect(other), ServiceKind.SERVICE_KIND_EDGE)) {
            edge.awaitRevision(create("before-elsewhere").getRevision());

            create("elsewhere");

            edge.awaitItem("channels/elsewhere");
        }
    }

    @Test
    void theWatchOfAReplicaThatStopsGoesOnAtAnother() {
        ControlServer stopping = REPLICAS.start(Map.of());
        create("survives");
        Watching edge = Watching.from(REPLICAS.connect(stopping), ServiceKind.SERVICE_KIND_EDGE);
        edge.awaitItem("channels/survives");

        stopping.close();

        assertEquals(Code.UNAVAILABLE, edge.awaitEnd().getCode());
        try (Watching again =
                Watching.from(REPLICAS.channel(), ServiceKind.SERVICE_KIND_EDGE, edge.revision(), edge.storeId())) {
            create("afterwards");
            again.awaitItem("channels/afterwards");
            assertEquals(0, again.snapshots());
        }
    }

    @Test
    void whoDoesNotSayWhatItIsIsRefused() {
        Watching nobody = Watching.from(REPLICAS.channel(), ServiceKind.SERVICE_KIND_UNSPECIFIED);

        assertEquals(Code.INVALID_ARGUMENT, nobody.awaitEnd().getCode());
    }

    private static Channel create(String id) {
        return channels.createChannel(CreateChannelRequest.newBuilder()
                .setChannelId(id)
                .setChannel(Channel.newBuilder().setPathPrefix("/" + id + "/"))
                .build());
    }

    private static Channel rename(String id, String name) {
        return channels.updateChannel(UpdateChannelRequest.newBuilder()
                .setChannel(Channel.newBuilder().setName("channels/" + id).setDisplayName(name))
                .build());
    }
}
