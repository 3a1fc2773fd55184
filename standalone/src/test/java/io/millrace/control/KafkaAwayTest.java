package io.millrace.control;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ChannelServiceGrpc;
import io.millrace.proto.control.v1.ChannelServiceGrpc.ChannelServiceBlockingStub;
import io.millrace.proto.control.v1.CreateChannelRequest;
import io.millrace.proto.control.v1.ServiceKind;
import io.millrace.standalone.FreePorts;
import io.millrace.standalone.KafkaBroker;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A Kafka that carries hints of changes, and then is gone: what a replica polls for arrives all the same. */
final class KafkaAwayTest {

    private static final int PORT = FreePorts.pick();
    private static final long CALL_SECONDS = 20;

    @RegisterExtension
    static final Replicas REPLICAS = new Replicas(Map.of("millrace.kafka.bootstrap", "127.0.0.1:" + PORT));

    private ChannelServiceBlockingStub channels;

    @BeforeEach
    void connect() {
        channels = ChannelServiceGrpc.newBlockingStub(REPLICAS.connect(REPLICAS.start(Map.of())));
    }

    @Test
    void changesReachWhoWatchesAnotherReplicaWhenKafkaHasCrashed(@TempDir Path directory) {
        arriveWithout(kafka -> kafka.process().kill(), directory);
    }

    @Test
    void changesReachWhoWatchesAnotherReplicaWhenKafkaIsSilent(@TempDir Path directory) {
        arriveWithout(kafka -> kafka.process().pause(), directory);
    }

    private void arriveWithout(Consumer<KafkaBroker> fails, Path directory) {
        try (KafkaBroker kafka = KafkaBroker.start(PORT, directory.resolve("kafka"));
                Watching edge = Watching.from(REPLICAS.channel(), ServiceKind.SERVICE_KIND_EDGE)) {
            double before = heard();
            await().until(() -> create().getRevision() > 0 && heard() > before);
            fails.accept(kafka);
            edge.awaitRevision(create().getRevision());
            double heard = heard();

            for (int i = 0; i < 5; i++) {
                Channel made = create();
                assertEquals(
                        made.getPathPrefix(),
                        edge.awaitItem(made.getName()).getChannel().getPathPrefix());
            }

            assertEquals(heard, heard(), "nobody has carried a hint");
        }
    }

    private static double heard() {
        return REPLICAS.metrics()
                .get("millrace.control.hints.heard")
                .functionCounter()
                .count();
    }

    private Channel create() {
        String id = "c-" + System.nanoTime();
        return channels.withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                .createChannel(CreateChannelRequest.newBuilder()
                        .setChannelId(id)
                        .setChannel(Channel.newBuilder().setPathPrefix("/" + id + "/"))
                        .build());
    }
}
