package io.millrace.control;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.control.client.ControlClient;
import io.millrace.control.client.ControlClientConfig;
import io.millrace.control.client.ControlView;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ChannelServiceGrpc;
import io.millrace.proto.control.v1.CreateChannelRequest;
import io.millrace.proto.control.v1.ServiceKind;
import io.millrace.standalone.FreePorts;
import io.millrace.standalone.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A Redis that comes back without its last two changes, which were acknowledged and told, and with others in their place: as
 * after a failover to a replica that did not have them yet.
 */
final class LostChangesTest {

    @RegisterExtension
    static final Replicas REPLICAS = new Replicas(Map.of("millrace.redis.timeout", "1s"));

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void whoHasHeardOfThemIsToldWhatIsThereInstead(int others) throws Exception {
        int port = FreePorts.pick();
        RedisServer lost = persistentRedis(port, "lost");
        ControlServer control = REPLICAS.start(Map.of("millrace.redis.uri", lost.uri()));
        create(control, "kept");
        copy("lost", "kept");
        create(control, "lost-1");
        Channel last = create(control, "lost-2");
        try (ControlClient edge = follow(control)) {
            await().until(() -> edge.view()
                    .filter(view -> view.revision() == last.getRevision())
                    .isPresent());
            String storeBefore = edge.view().orElseThrow().storeId();
            lost.process().kill();
            // Where the control plane that has heard of the lost changes does not see one after the other.
            try (RedisServer apart = persistentRedis(FreePorts.pick(), "kept");
                    ControlServer elsewhere = REPLICAS.start(Map.of("millrace.redis.uri", apart.uri()))) {
                for (int i = 1; i <= others; i++) {
                    create(elsewhere, "other-" + i);
                }
            }

            try (RedisServer back = persistentRedis(port, "kept")) {
                await().until(() -> knows(edge, "other-" + others));

                ControlView known = edge.view().orElseThrow();
                assertTrue(back.process().alive());
                assertTrue(knows(edge, "kept"));
                assertTrue(knows(edge, "other-1"));
                assertFalse(knows(edge, "lost-1"));
                assertFalse(knows(edge, "lost-2"));
                assertEquals(last.getRevision() - 2 + others, known.revision());
                assertNotEquals(storeBefore, known.storeId(), "nobody goes on from what is lost");
            }
        }
    }

    private static boolean knows(ControlClient edge, String id) {
        return edge.view().orElseThrow().channel("channels/" + id).isPresent();
    }

    private RedisServer persistentRedis(int port, String data) {
        return RedisServer.start(port, directory.resolve(data), "--appendonly", "yes", "--appendfsync", "always");
    }

    /** With what Redis has written down there. */
    private void copy(String from, String to) throws IOException {
        Path source = directory.resolve(from);
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        directory.resolve(to).resolve(source.relativize(file)),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static ControlClient follow(ControlServer control) {
        ControlClientConfig config = Replicas.config(
                ControlClientConfig.class,
                Map.of("millrace.control.uri", "127.0.0.1:" + control.port(), "millrace.control.max-backoff", "1s"));
        return ControlClient.start(config, ServiceKind.SERVICE_KIND_EDGE, "test", new SimpleMeterRegistry());
    }

    private static Channel create(ControlServer control, String id) {
        return ChannelServiceGrpc.newBlockingStub(REPLICAS.connect(control))
                .createChannel(CreateChannelRequest.newBuilder()
                        .setChannelId(id)
                        .setChannel(Channel.newBuilder().setPathPrefix("/" + id + "/"))
                        .build());
    }
}
