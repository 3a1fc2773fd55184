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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two replicas, of which one is closed in order while changes are made. */
final class ReplicaClosedTest {

    @RegisterExtension
    static final Replicas REPLICAS = new Replicas(Map.of());

    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final Set<Long> told = new ConcurrentSkipListSet<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong last = new AtomicLong();

    @Test
    void whoWatchesItMovesToTheOtherAndMissesNothing() throws Exception {
        ControlServer closed = REPLICAS.start(Map.of());
        ControlServer other = REPLICAS.start(Map.of());
        ChannelServiceBlockingStub channels = ChannelServiceGrpc.newBlockingStub(REPLICAS.connect(other));
        long first = create(channels).getRevision();
        try (ControlClient edge = watch(closed, other);
                ControlClient.Subscription _ = edge.onChange(view -> told.add(view.revision()))) {
            await().until(() -> edge.view().isPresent());
            Thread editor = Thread.ofVirtual().start(() -> {
                while (!over.get()) {
                    last.set(create(channels).getRevision());
                }
            });
            await().until(() -> told.size() > 50);

            closed.close();

            await().until(() -> edge.status().connected());
            int before = told.size();
            await().until(() -> told.size() > before + 50);
            over.set(true);
            editor.join();
            await().until(() -> edge.view().orElseThrow().revision() == last.get());
            for (long revision = first + 1; revision <= last.get(); revision++) {
                assertTrue(told.contains(revision), "was not told of " + revision);
            }
            ControlView known = edge.view().orElseThrow();
            assertEquals(last.get() - first + 1, known.channels().size());
            assertEquals(1, count("snapshots"), "the other replica has gone on from what was known");
            assertEquals(1, count("losses"));
        }
    }

    /** It takes a silence for a loss after ten minutes only: it moves because it is told. */
    private ControlClient watch(ControlServer first, ControlServer second) {
        ControlClientConfig config = Replicas.config(
                ControlClientConfig.class,
                Map.of(
                        "millrace.control.uri",
                        "127.0.0.1:" + first.port() + ",127.0.0.1:" + second.port(),
                        "millrace.control.silence",
                        "10m"));
        return ControlClient.start(config, ServiceKind.SERVICE_KIND_EDGE, "test", metrics);
    }

    private double count(String what) {
        return metrics.get("millrace.edge.control." + what).functionCounter().count();
    }

    private static Channel create(ChannelServiceBlockingStub channels) {
        String id = "c-" + System.nanoTime();
        return channels.createChannel(CreateChannelRequest.newBuilder()
                .setChannelId(id)
                .setChannel(Channel.newBuilder().setPathPrefix("/" + id + "/"))
                .build());
    }
}
