package io.millrace.control;

import static io.millrace.control.Replicas.assertFails;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status.Code;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ChannelServiceGrpc;
import io.millrace.proto.control.v1.ChannelServiceGrpc.ChannelServiceBlockingStub;
import io.millrace.proto.control.v1.CreateChannelRequest;
import io.millrace.proto.control.v1.CreateKeyRequest;
import io.millrace.proto.control.v1.DeleteChannelRequest;
import io.millrace.proto.control.v1.Edge;
import io.millrace.proto.control.v1.EdgeLoad;
import io.millrace.proto.control.v1.EdgeState;
import io.millrace.proto.control.v1.GetChannelRequest;
import io.millrace.proto.control.v1.HeartbeatRequest;
import io.millrace.proto.control.v1.KeyServiceGrpc;
import io.millrace.proto.control.v1.ListChannelsRequest;
import io.millrace.proto.control.v1.ListLiveRequest;
import io.millrace.proto.control.v1.LiveDirectory;
import io.millrace.proto.control.v1.LiveServiceGrpc;
import io.millrace.proto.control.v1.RegisterEdgeRequest;
import io.millrace.proto.control.v1.ReportLiveRequest;
import io.millrace.proto.control.v1.ResolveRequest;
import io.millrace.proto.control.v1.RouteServiceGrpc;
import io.millrace.proto.control.v1.RouteServiceGrpc.RouteServiceBlockingStub;
import io.millrace.proto.control.v1.ServiceKind;
import io.millrace.proto.control.v1.UpdateChannelRequest;
import io.millrace.standalone.RedisCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas over a Redis Cluster: what is written by one is read by the other. */
final class StoreOnClusterTest {

    @RegisterExtension
    static final Replicas REPLICAS = new Replicas(Map.of());

    @TempDir
    static Path directory;

    private static RedisCluster redis;
    private static io.grpc.Channel one;
    private static io.grpc.Channel other;

    @BeforeAll
    static void start() {
        redis = RedisCluster.start(directory);
        one = REPLICAS.connect(REPLICAS.start(Map.of("millrace.redis.uri", redis.uri())));
        other = REPLICAS.connect(REPLICAS.start(Map.of("millrace.redis.uri", redis.uri())));
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @Test
    void aChangeIsMadeOnceAndSeenByAll() {
        ChannelServiceBlockingStub channels = ChannelServiceGrpc.newBlockingStub(one);
        Channel made = create("seen");

        Channel renamed = ChannelServiceGrpc.newBlockingStub(other)
                .updateChannel(UpdateChannelRequest.newBuilder()
                        .setChannel(made.toBuilder().setDisplayName("The camera"))
                        .build());

        assertEquals(made.getRevision() + 1, renamed.getRevision());
        assertEquals(
                renamed,
                channels.getChannel(
                        GetChannelRequest.newBuilder().setName(made.getName()).build()));
        assertFails(
                Code.ABORTED,
                "ETAG_MISMATCH",
                () -> channels.updateChannel(
                        UpdateChannelRequest.newBuilder().setChannel(made).build()));
        assertFails(
                Code.ALREADY_EXISTS,
                "PATH_PREFIX_TAKEN",
                () -> channels.createChannel(CreateChannelRequest.newBuilder()
                        .setChannelId("again")
                        .setChannel(Channel.newBuilder().setPathPrefix("/seen/"))
                        .build()));
    }

    @Test
    void channelsAreListedInTheOrderOfTheirNames() {
        create("listed-b");
        create("listed-a");

        List<String> names = ChannelServiceGrpc.newBlockingStub(other)
                .listChannels(
                        ListChannelsRequest.newBuilder().setPageSize(1_000).build())
                .getChannelsList()
                .stream()
                .map(Channel::getName)
                .filter(name -> name.startsWith("channels/listed-"))
                .toList();

        assertEquals(List.of("channels/listed-a", "channels/listed-b"), names);
    }

    @Test
    void whoWatchesIsToldWhatIsThereAndOfEachChange() {
        create("watched");
        KeyServiceGrpc.newBlockingStub(one)
                .createKey(CreateKeyRequest.newBuilder()
                        .setParent("channels/watched")
                        .setKeyId("k")
                        .build());
        try (Watching ingest = Watching.from(other, ServiceKind.SERVICE_KIND_INGEST)) {
            ingest.awaitItem("channels/watched/keys/k");

            ChannelServiceGrpc.newBlockingStub(one)
                    .deleteChannel(DeleteChannelRequest.newBuilder()
                            .setName("channels/watched")
                            .build());
            ingest.awaitRevision(create("watched-later").getRevision());

            Set<String> known = ingest.items().keySet();
            assertTrue(known.contains("channels/watched-later"), known::toString);
            assertTrue(known.stream().noneMatch(name -> name.matches("channels/watched(/.*)?")), known::toString);
        }
    }

    @Test
    void anEdgeRegistersReportsAndIsInRoutes() {
        create("routed");
        RouteServiceBlockingStub routes = RouteServiceGrpc.newBlockingStub(one);
        routes.registerEdge(RegisterEdgeRequest.newBuilder()
                .setEdge(Edge.newBuilder().setName("edges/e").addUris("http://e.example:8081"))
                .build());

        assertEquals(
                EdgeState.EDGE_STATE_READY,
                routes.heartbeat(HeartbeatRequest.newBuilder()
                                .setName("edges/e")
                                .setLoad(EdgeLoad.newBuilder().setReaders(7))
                                .build())
                        .getState());
        await().ignoreExceptions()
                .until(() -> RouteServiceGrpc.newBlockingStub(other)
                        .resolve(
                                ResolveRequest.newBuilder().setPath("/routed/x").build())
                        .getEdges(0)
                        .getUri()
                        .equals("http://e.example:8081/routed/x"));
    }

    @Test
    void whatServicesReportAsLiveIsListed() {
        for (String ingest : List.of("i1", "i2", "i3")) {
            LiveServiceGrpc.newBlockingStub(one)
                    .reportLive(ReportLiveRequest.newBuilder()
                            .setService(ServiceKind.SERVICE_KIND_INGEST)
                            .setInstance(ingest)
                            .addDirectories(LiveDirectory.newBuilder().setDirectory("/" + ingest + "/"))
                            .build());
        }
        await().until(() -> LiveServiceGrpc.newBlockingStub(other)
                        .listLive(ListLiveRequest.getDefaultInstance())
                        .getDirectoriesCount()
                == 3);
    }

    private static Channel create(String id) {
        return ChannelServiceGrpc.newBlockingStub(one)
                .createChannel(CreateChannelRequest.newBuilder()
                        .setChannelId(id)
                        .setChannel(Channel.newBuilder().setPathPrefix("/" + id + "/"))
                        .build());
    }
}
