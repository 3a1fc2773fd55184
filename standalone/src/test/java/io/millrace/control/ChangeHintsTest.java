package io.millrace.control;

import static org.awaitility.Awaitility.await;

import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ChannelServiceGrpc;
import io.millrace.proto.control.v1.CreateChannelRequest;
import io.millrace.standalone.FreePorts;
import io.millrace.standalone.KafkaBroker;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Replicas tell each other of changes over a real Kafka, which may come after them. */
final class ChangeHintsTest {

    private static final int PORT = FreePorts.pick();

    @RegisterExtension
    static final Replicas REPLICAS =
            new Replicas(Map.of("millrace.kafka.bootstrap", "127.0.0.1:" + PORT, "millrace.control.poll", "1s"));

    @TempDir
    static Path directory;

    @Test
    void aReplicaHearsOfTheChangesOfAnotherAlsoWhenKafkaStartsAfterIt() {
        ControlServer other = REPLICAS.start(Map.of());
        var channels = ChannelServiceGrpc.newBlockingStub(REPLICAS.connect(other));
        try (KafkaBroker kafka = KafkaBroker.start(PORT, directory.resolve("kafka"))) {
            await().until(() -> {
                String id = "hinted-" + System.nanoTime();
                channels.createChannel(CreateChannelRequest.newBuilder()
                        .setChannelId(id)
                        .setChannel(Channel.newBuilder().setPathPrefix("/" + id + "/"))
                        .build());
                return kafka.process().alive()
                        && REPLICAS.metrics()
                                        .get("millrace.control.hints.heard")
                                        .functionCounter()
                                        .count()
                                > 0;
            });
        }
    }
}
