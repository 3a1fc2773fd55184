package io.millrace.control;

import static io.millrace.control.Replicas.assertFails;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.rpc.RetryInfo;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ChannelServiceGrpc;
import io.millrace.proto.control.v1.ChannelServiceGrpc.ChannelServiceBlockingStub;
import io.millrace.proto.control.v1.CreateChannelRequest;
import io.millrace.proto.control.v1.GetChannelRequest;
import io.millrace.proto.control.v1.ServiceKind;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A Redis that does not answer for longer than anybody waits. */
final class StoreAwayTest {

    @RegisterExtension
    static final Replicas REPLICAS = new Replicas(Map.of("millrace.redis.timeout", "300ms"));

    private static ChannelServiceBlockingStub channels;

    @BeforeAll
    static void connect() {
        channels = ChannelServiceGrpc.newBlockingStub(REPLICAS.channel());
    }

    @AfterEach
    void redisIsBack() {
        REPLICAS.redis().process().resume();
        await().ignoreExceptions()
                .until(() -> create("probe-" + System.nanoTime()).getRevision() > 0);
    }

    @Test
    void callsEndSoonAndMayBeTriedAgain() {
        create("kept");
        REPLICAS.redis().process().pause();

        StatusRuntimeException failure = assertFails(Code.UNAVAILABLE, "STORE_AWAY", () -> get("kept"));

        Replicas.detail(failure, RetryInfo.class);
        REPLICAS.redis().process().resume();
        await().ignoreExceptions().until(() -> get("kept").getPathPrefix().equals("/kept/"));
    }

    @Test
    void whoWatchesIsToldAndGoesOnAfterwards() {
        create("watched");
        Watching edge = Watching.from(REPLICAS.channel(), ServiceKind.SERVICE_KIND_EDGE);
        edge.awaitItem("channels/watched");
        REPLICAS.redis().process().pause();

        assertEquals(Code.UNAVAILABLE, edge.awaitEnd().getCode());

        REPLICAS.redis().process().resume();
        await().ignoreExceptions().until(() -> create("after-watched").getRevision() > 0);
        try (Watching again =
                Watching.from(REPLICAS.channel(), ServiceKind.SERVICE_KIND_EDGE, edge.revision(), edge.storeId())) {
            again.awaitItem("channels/after-watched");
        }
    }

    private static Channel create(String id) {
        return channels.createChannel(CreateChannelRequest.newBuilder()
                .setChannelId(id)
                .setChannel(Channel.newBuilder().setPathPrefix("/" + id + "/"))
                .build());
    }

    private static Channel get(String id) {
        return channels.getChannel(
                GetChannelRequest.newBuilder().setName("channels/" + id).build());
    }
}
