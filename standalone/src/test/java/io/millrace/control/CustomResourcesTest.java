package io.millrace.control;

import static io.millrace.control.Cluster.awaitReason;
import static io.millrace.control.Cluster.condition;
import static io.millrace.control.Cluster.number;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.FieldMask;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ChannelServiceGrpc;
import io.millrace.proto.control.v1.ChannelServiceGrpc.ChannelServiceBlockingStub;
import io.millrace.proto.control.v1.CreateChannelRequest;
import io.millrace.proto.control.v1.DeleteChannelRequest;
import io.millrace.proto.control.v1.GetChannelRequest;
import io.millrace.proto.control.v1.GetRuleRequest;
import io.millrace.proto.control.v1.Rule;
import io.millrace.proto.control.v1.RuleServiceGrpc;
import io.millrace.proto.control.v1.UpdateChannelRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Channels and rules that are custom resources of a cluster. */
final class CustomResourcesTest {

    /** It begins first, and ends last. */
    @Order(1)
    @RegisterExtension
    static final Cluster CLUSTER = new Cluster();

    @RegisterExtension
    static final Replicas REPLICAS = new Replicas(CLUSTER.settings());

    private static ChannelServiceBlockingStub channels;

    @BeforeAll
    static void connect() {
        channels = ChannelServiceGrpc.newBlockingStub(REPLICAS.channel());
    }

    @Test
    void aChannelIsStoredAndItsStatusSaysSo() {
        CLUSTER.createChannel(
                "stored",
                Map.of(
                        "pathPrefix",
                        "/stored/",
                        "retention",
                        "90s",
                        "limits",
                        Map.of("maxBitRate", 20_000_000_000L),
                        "playback",
                        Map.of("signed", Map.of("places", List.of("TOKEN_PLACE_PATH")))));
        awaitReason(CLUSTER.channel("stored"), "Stored");

        Channel channel = channel("stored").orElseThrow();
        assertEquals("/stored/", channel.getPathPrefix());
        assertEquals(90, channel.getRetention().getSeconds());
        assertEquals(20_000_000_000L, channel.getLimits().getMaxBitRate());
        assertEquals(1, channel.getPlayback().getSigned().getPlacesCount());
        var custom = CLUSTER.channel("stored").get();
        assertEquals("True", condition(custom, "status"));
        assertEquals(channel.getRevision(), number(custom, "revision"));
    }

    @Test
    void aChangeOfTheSpecIsStored() {
        CLUSTER.createChannel("changed", Map.of("pathPrefix", "/changed/", "displayName", "before"));
        awaitReason(CLUSTER.channel("changed"), "Stored");

        Cluster.change(CLUSTER.channel("changed"), Map.of("pathPrefix", "/changed/to/"));
        await().until(() -> channel("changed").orElseThrow().getPathPrefix().equals("/changed/to/"));
        assertEquals("", channel("changed").orElseThrow().getDisplayName());
        awaitReason(CLUSTER.channel("changed"), "Stored");
        assertEquals(
                channel("changed").orElseThrow().getRevision(),
                number(CLUSTER.channel("changed").get(), "revision"));
    }

    @Test
    void aChannelThatIsDeletedIsStoredNoMore() {
        CLUSTER.createChannel("deleted", Map.of("pathPrefix", "/deleted/"));
        awaitReason(CLUSTER.channel("deleted"), "Stored");

        CLUSTER.channel("deleted").delete();
        await().until(() -> channel("deleted").isEmpty());
    }

    @Test
    void whatIsChangedOverTheApiIsPutBackAndTheStatusTellsTheRevision() {
        CLUSTER.createChannel("drifting", Map.of("pathPrefix", "/drifting/", "displayName", "as declared"));
        awaitReason(CLUSTER.channel("drifting"), "Stored");
        long drifted = channels.updateChannel(UpdateChannelRequest.newBuilder()
                        .setChannel(Channel.newBuilder()
                                .setName("channels/drifting")
                                .setDisplayName("other"))
                        .build())
                .getRevision();

        await().until(() -> channel("drifting").orElseThrow().getDisplayName().equals("as declared"));
        await().until(() -> number(CLUSTER.channel("drifting").get(), "revision") > drifted);
    }

    @Test
    void whatIsDeletedOverTheApiIsStoredAgain() {
        CLUSTER.createChannel("kept", Map.of("pathPrefix", "/kept/"));
        awaitReason(CLUSTER.channel("kept"), "Stored");
        long first = channel("kept").orElseThrow().getRevision();

        delete("kept");
        await().until(() ->
                channel("kept").filter(channel -> channel.getRevision() > first).isPresent());
    }

    @Test
    void aChannelOfTheApiIsNotTouchedAndTheConflictIsTold() {
        create("taken", "/taken/");
        CLUSTER.createChannel("taken", Map.of("pathPrefix", "/taken/otherwise/"));
        awaitReason(CLUSTER.channel("taken"), "NameTaken");
        assertEquals("False", condition(CLUSTER.channel("taken").get(), "status"));
        assertEquals("/taken/", channel("taken").orElseThrow().getPathPrefix());

        delete("taken");
        awaitReason(CLUSTER.channel("taken"), "Stored");
        assertEquals("/taken/otherwise/", channel("taken").orElseThrow().getPathPrefix());
    }

    @Test
    void aChannelOfTheApiOutlivesACustomResourceOfItsName() {
        create("outlives", "/outlives/");
        CLUSTER.createChannel("outlives", Map.of("pathPrefix", "/outlives/"));
        awaitReason(CLUSTER.channel("outlives"), "NameTaken");
        CLUSTER.channel("outlives").delete();

        // Those after it have been seen to: so was it.
        CLUSTER.createChannel("outlives-later", Map.of("pathPrefix", "/outlives-later/"));
        awaitReason(CLUSTER.channel("outlives-later"), "Stored");
        assertTrue(channel("outlives").isPresent());
    }

    @Test
    void whoTakesTheLabelAwayTakesTheChannelOver() {
        CLUSTER.createChannel("handed", Map.of("pathPrefix", "/handed/"));
        awaitReason(CLUSTER.channel("handed"), "Stored");
        channels.updateChannel(UpdateChannelRequest.newBuilder()
                .setChannel(Channel.newBuilder().setName("channels/handed"))
                .setUpdateMask(FieldMask.newBuilder().addPaths("labels"))
                .build());
        awaitReason(CLUSTER.channel("handed"), "NameTaken");

        CLUSTER.channel("handed").delete();
        CLUSTER.createChannel("handed-later", Map.of("pathPrefix", "/handed-later/"));
        awaitReason(CLUSTER.channel("handed-later"), "Stored");
        assertTrue(channel("handed").isPresent());
    }

    @Test
    void aPathPrefixThatAnotherHasIsTold() {
        create("owner", "/owned/");
        CLUSTER.createChannel("wanting", Map.of("pathPrefix", "/owned/"));
        awaitReason(CLUSTER.channel("wanting"), "PathPrefixTaken");
        assertTrue(condition(CLUSTER.channel("wanting").get(), "message").contains("channels/owner"));

        delete("owner");
        awaitReason(CLUSTER.channel("wanting"), "Stored");
    }

    @Test
    void eachFaultOfASpecIsToldAndTheStoreKeepsWhatItHas() {
        CLUSTER.createChannel("faulty", Map.of("pathPrefix", "/faulty/"));
        awaitReason(CLUSTER.channel("faulty"), "Stored");

        Cluster.change(CLUSTER.channel("faulty"), Map.of("pathPrefix", "faulty", "edgeCount", -1));
        awaitReason(CLUSTER.channel("faulty"), "Invalid");
        String message = condition(CLUSTER.channel("faulty").get(), "message");
        assertTrue(message.contains("pathPrefix must begin"), message);
        assertTrue(message.contains("edgeCount must be"), message);
        assertEquals("/faulty/", channel("faulty").orElseThrow().getPathPrefix());

        Cluster.change(CLUSTER.channel("faulty"), Map.of("pathPrefix", "/faulty/", "retention", "long"));
        awaitReason(CLUSTER.channel("faulty"), "Invalid");
        Cluster.change(CLUSTER.channel("faulty"), Map.of("pathPrefix", "/faulty/", "retention", "10s"));
        awaitReason(CLUSTER.channel("faulty"), "Stored");
    }

    @Test
    void aNameThatIsNoneInTheApiIsTold() {
        CLUSTER.createChannel("dotted.name", Map.of("pathPrefix", "/dotted/"));

        awaitReason(CLUSTER.channel("dotted.name"), "Invalid");
        assertTrue(condition(CLUSTER.channel("dotted.name").get(), "message").contains("metadata.name must be"));
    }

    @Test
    void aShapingRuleIsStoredChangedAndDeleted() {
        CLUSTER.createRule(
                "slow", Map.of("actions", List.of(Map.of("bandwidth", Map.of("bitRate", 1_000_000))), "priority", 5));
        awaitReason(CLUSTER.rule("slow"), "Stored");
        assertEquals(
                1_000_000,
                rule("slow").orElseThrow().getActions(0).getBandwidth().getBitRate());

        Cluster.change(
                CLUSTER.rule("slow"), Map.of("actions", List.of(Map.of("bandwidth", Map.of("bitRate", 2_000_000)))));
        await().until(() ->
                rule("slow").orElseThrow().getActions(0).getBandwidth().getBitRate() == 2_000_000);
        assertEquals(0, rule("slow").orElseThrow().getPriority());
        Cluster.change(CLUSTER.rule("slow"), Map.of("actions", List.of()));
        awaitReason(CLUSTER.rule("slow"), "Invalid");

        CLUSTER.rule("slow").delete();
        await().until(() -> rule("slow").isEmpty());
    }

    @Test
    void whatIsDeclaredWhileTheStoreIsAwayIsStoredOnceItIsBack() {
        CLUSTER.createChannel("before-loss", Map.of("pathPrefix", "/before-loss/"));
        awaitReason(CLUSTER.channel("before-loss"), "Stored");
        REPLICAS.redis().process().pause();
        try {
            CLUSTER.createChannel("during-loss", Map.of("pathPrefix", "/during-loss/"));
            CLUSTER.channel("before-loss").delete();
            await().until(() -> status(() -> channel("during-loss")) == Status.Code.UNAVAILABLE);
            assertFalse("True".equals(condition(CLUSTER.channel("during-loss").get(), "status")));
        } finally {
            REPLICAS.redis().process().resume();
        }
        awaitReason(CLUSTER.channel("during-loss"), "Stored");
        await().until(() -> channel("before-loss").isEmpty());
    }

    private static Status.Code status(Runnable call) {
        try {
            call.run();
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    private static void create(String id, String prefix) {
        channels.createChannel(CreateChannelRequest.newBuilder()
                .setChannelId(id)
                .setChannel(Channel.newBuilder().setPathPrefix(prefix))
                .build());
    }

    private static void delete(String id) {
        channels.deleteChannel(
                DeleteChannelRequest.newBuilder().setName("channels/" + id).build());
    }

    private static Optional<Channel> channel(String id) {
        try {
            return Optional.of(channels.getChannel(
                    GetChannelRequest.newBuilder().setName("channels/" + id).build()));
        } catch (StatusRuntimeException e) {
            return absent(e);
        }
    }

    private static Optional<Rule> rule(String id) {
        try {
            return Optional.of(RuleServiceGrpc.newBlockingStub(REPLICAS.channel())
                    .getRule(GetRuleRequest.newBuilder().setName("rules/" + id).build()));
        } catch (StatusRuntimeException e) {
            return absent(e);
        }
    }

    private static <M> Optional<M> absent(StatusRuntimeException failure) {
        if (failure.getStatus().getCode() != Status.Code.NOT_FOUND) {
            throw failure;
        }
        return Optional.empty();
    }
}
