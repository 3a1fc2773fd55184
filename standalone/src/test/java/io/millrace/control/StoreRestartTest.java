package io.millrace.control;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.control.client.ControlClient;
import io.millrace.control.client.ControlClientConfig;
import io.millrace.control.client.ControlView;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ChannelServiceGrpc;
import io.millrace.proto.control.v1.ChannelServiceGrpc.ChannelServiceBlockingStub;
import io.millrace.proto.control.v1.CreateChannelRequest;
import io.millrace.proto.control.v1.ServiceKind;
import io.millrace.standalone.FreePorts;
import io.millrace.standalone.RedisServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A Redis that is killed, and comes back with its data, under a control plane that a service of the data plane follows. */
final class StoreRestartTest {

    @RegisterExtension
    static final Replicas REPLICAS = new Replicas(Map.of("millrace.redis.timeout", "1s"));

    private final MeterRegistry metrics = new SimpleMeterRegistry();

    @Test
    void theDataPlaneKeepsWhatItKnowsAndLearnsWhatComesLater(@TempDir Path directory) {
        int port = FreePorts.pick();
        RedisServer killed = persistentRedis(port, directory);
        ControlServer control = REPLICAS.start(Map.of("millrace.redis.uri", killed.uri()));
        ChannelServiceBlockingStub channels = ChannelServiceGrpc.newBlockingStub(REPLICAS.connect(control));
        Channel before = create(channels, "before");
        try (ControlClient edge = follow(control)) {
            awaitView(edge, before);

            killed.process().kill();
            await().until(() -> !edge.status().connected());
            ControlView kept = edge.view().orElseThrow();
            assertTrue(kept.channelOf("/before/object").isPresent());
            assertTrue(edge.status().ready());

            try (RedisServer back = persistentRedis(port, directory)) {
                await().ignoreExceptions()
                        .until(() ->
                                create(channels, "after-" + System.nanoTime()).getRevision() > before.getRevision());
                Channel after = create(channels, "after");
                ControlView known = awaitView(edge, after);

                assertTrue(back.process().alive());
                assertEquals(kept.storeId(), known.storeId());
                assertTrue(known.channelOf("/before/object").isPresent());
                assertTrue(known.channelOf("/after/object").isPresent());
                assertEquals(
                        1,
                        metrics.get("millrace.edge.control.snapshots")
                                .functionCounter()
                                .count(),
                        "what was known was gone on from");
            }
        }
    }

    private static RedisServer persistentRedis(int port, Path directory) {
        return RedisServer.start(port, directory.resolve("redis"), "--appendonly", "yes", "--appendfsync", "always");
    }

    private ControlClient follow(ControlServer control) {
        ControlClientConfig config = Replicas.config(
                ControlClientConfig.class,
                Map.of("millrace.control.uri", "127.0.0.1:" + control.port(), "millrace.control.max-backoff", "1s"));
        return ControlClient.start(config, ServiceKind.SERVICE_KIND_EDGE, "test", metrics);
    }

    private static ControlView awaitView(ControlClient client, Channel channel) {
        await().until(() -> client.view()
                .filter(view -> view.revision() >= channel.getRevision())
                .isPresent());
        return client.view().orElseThrow();
    }

    private static Channel create(ChannelServiceBlockingStub channels, String id) {
        return channels.createChannel(CreateChannelRequest.newBuilder()
                .setChannelId(id)
                .setChannel(Channel.newBuilder().setPathPrefix("/" + id + "/"))
                .build());
    }
}
