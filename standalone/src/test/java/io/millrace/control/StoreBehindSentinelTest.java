package io.millrace.control;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ChannelServiceGrpc;
import io.millrace.proto.control.v1.ChannelServiceGrpc.ChannelServiceBlockingStub;
import io.millrace.proto.control.v1.CreateChannelRequest;
import io.millrace.proto.control.v1.ListChannelsRequest;
import io.millrace.proto.control.v1.ServiceKind;
import io.millrace.standalone.RedisSentinel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A Redis that Sentinel looks after: another one becomes the master, and the control plane goes on there. */
final class StoreBehindSentinelTest {

    private static final long CALL_SECONDS = 20;

    @RegisterExtension
    static final Replicas REPLICAS = new Replicas(Map.of("millrace.redis.timeout", "1s"));

    @Test
    void whatWasAcknowledgedIsThereWhenTheMasterHasCrashed(@TempDir Path directory) {
        goesOnAfter(redis -> redis.master().process().kill(), directory);
    }

    @Test
    void whatWasAcknowledgedIsThereWhenTheMasterHangs(@TempDir Path directory) {
        goesOnAfter(redis -> redis.master().process().pause(), directory);
    }

    @Test
    void whatWasAcknowledgedIsThereWhenTheMasterWasToldToStepDown(@TempDir Path directory) {
        goesOnAfter(RedisSentinel::failOver, directory);
    }

    private static void goesOnAfter(Consumer<RedisSentinel> fails, Path directory) {
        try (RedisSentinel redis = RedisSentinel.start(directory);
                ControlServer one = REPLICAS.start(Map.of("millrace.redis.uri", redis.uri()));
                ControlServer other = REPLICAS.start(Map.of("millrace.redis.uri", redis.uri()))) {
            ChannelServiceBlockingStub channels = ChannelServiceGrpc.newBlockingStub(REPLICAS.connect(one));
            List<String> acknowledged = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                acknowledged.add(create(channels, "before-%02d".formatted(i)).getName());
            }
            await().until(redis::replicated);

            fails.accept(redis);
            await().until(redis::failedOver);

            // A call may end with an error though its change was made, so that each has an id of its own.
            await().ignoreExceptions()
                    .until(() -> acknowledged.add(
                            create(channels, "meanwhile-" + System.nanoTime()).getName()));
            acknowledged.add(create(channels, "then").getName());
            assertTrue(names(channels).containsAll(acknowledged));
            ChannelServiceBlockingStub atTheOther = ChannelServiceGrpc.newBlockingStub(REPLICAS.connect(other));
            await().ignoreExceptions().untilAsserted(() -> assertEquals(names(channels), names(atTheOther)));
            try (Watching edge = Watching.from(REPLICAS.connect(other), ServiceKind.SERVICE_KIND_EDGE)) {
                edge.awaitItem("channels/then");
                assertTrue(edge.items().keySet().containsAll(acknowledged));
                Channel last = create(channels, "last");
                edge.awaitRevision(last.getRevision());
                assertTrue(edge.item(last.getName()).isPresent());
            }
        }
    }

    private static List<String> names(ChannelServiceBlockingStub channels) {
        return channels
                .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                .listChannels(
                        ListChannelsRequest.newBuilder().setPageSize(1_000).build())
                .getChannelsList()
                .stream()
                .map(Channel::getName)
                .toList();
    }

    private static Channel create(ChannelServiceBlockingStub channels, String id) {
        return channels.withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                .createChannel(CreateChannelRequest.newBuilder()
                        .setChannelId(id)
                        .setChannel(Channel.newBuilder().setPathPrefix("/" + id + "/"))
                        .build());
    }
}
