package io.millrace.standalone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.control.client.ControlClient;
import io.millrace.control.client.ControlClientConfig;
import io.millrace.control.client.ControlView;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.DeleteChannelRequest;
import io.millrace.proto.control.v1.ServiceKind;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two replicas of the control plane over one Redis, of which one is killed. */
class ReplicaKilledIT {

    private static final int KEPT_CHANGES = 20;

    private final int port = FreePorts.pick();
    private final int otherPort = FreePorts.pickOtherThan(port);
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private Backing backing;
    private ControlProcess killed;
    private ControlProcess other;

    @BeforeAll
    static void waitLonger() {
        Awaitility.setDefaultTimeout(60, TimeUnit.SECONDS);
    }

    @BeforeEach
    void startBacking() {
        backing = Backing.single();
    }

    private void start(Map<String, String> settings) throws IOException {
        killed = ControlProcess.start(backing, port, settings);
        other = ControlProcess.start(backing, otherPort, settings);
    }

    @AfterEach
    void stop() {
        Stream.of(other, killed).filter(Objects::nonNull).forEach(ControlProcess::close);
        backing.close();
    }

    @Test
    void noChangeIsLostOrMadeTwiceAndWhoWatchesMissesNone() throws Exception {
        start(Map.of());
        Set<Long> told = new ConcurrentSkipListSet<>();
        long first = made(killed, "first").getRevision();
        try (ControlClient watcher = watch(killed.address() + "," + other.address());
                ControlClient.Subscription _ = watcher.onChange(view -> told.add(view.revision()))) {
            await().until(() -> watcher.view().isPresent());
            List<Editor> editors = List.of(
                    Editor.start("one", killed.address(), other.address()),
                    Editor.start("two", killed.address(), other.address()));
            await().until(() -> editors.stream().allMatch(editor -> editor.made() > 50));

            killed.kill();

            for (Editor editor : editors) {
                editor.makesMore();
            }
            editors.forEach(Editor::close);
            Set<Long> acknowledged = new TreeSet<>();
            editors.forEach(editor -> acknowledged.addAll(editor.revisions()));
            long last = first + editors.stream().mapToLong(Editor::made).sum();
            // Each revision is one change: as many as were wanted, and each was told to who made it.
            assertEquals(
                    new TreeSet<>(
                            LongStream.rangeClosed(first + 1, last).boxed().toList()),
                    acknowledged);
            ControlView known = viewAt(watcher, last);
            for (Editor editor : editors) {
                assertEquals(
                        editor.last(),
                        known.channel(editor.name()).orElseThrow().getDisplayName());
            }
            assertEquals(last, known.revision());
            assertTrue(told.containsAll(acknowledged), () -> "told of " + told + ", made were " + acknowledged);
            assertEquals(1, count("snapshots"), "the other replica has gone on from what was known");
        }
    }

    @Test
    void whoComesBackTooLateIsSentEverything() throws Exception {
        Map<String, String> settings = Map.of("MILLRACE_CONTROL_CHANGES", Integer.toString(KEPT_CHANGES));
        start(settings);
        made(killed, "stays");
        try (ControlClient watcher = watch(killed.address());
                Operator operator = other.operator()) {
            viewAt(watcher, operator.openChannel("goes").getRevision());
            assertEquals(1, count("snapshots"));
            killed.kill();
            await().until(() -> !watcher.status().connected());
            operator.channels()
                    .deleteChannel(DeleteChannelRequest.newBuilder()
                            .setName("channels/goes")
                            .build());
            long last;
            try (Editor editor = Editor.start("often", other.address())) {
                await().until(() -> editor.made() > KEPT_CHANGES);
                editor.stop();
                last = editor.revisions().last();
            }

            try (ControlProcess again = ControlProcess.start(backing, port, settings)) {
                ControlView known = viewAt(watcher, last);

                assertEquals(2, count("snapshots"));
                assertTrue(known.channel("channels/stays").isPresent());
                assertTrue(known.channel("channels/goes").isEmpty());
                assertEquals("", again.program().errors());
            }
        }
    }

    private static Channel made(ControlProcess control, String id) {
        try (Operator operator = control.operator()) {
            return operator.openChannel(id);
        }
    }

    private static ControlView viewAt(ControlClient watcher, long revision) {
        await().until(() ->
                watcher.view().filter(view -> view.revision() >= revision).isPresent());
        return watcher.view().orElseThrow();
    }

    private double count(String what) {
        return metrics.get("millrace.edge.control." + what).functionCounter().count();
    }

    private ControlClient watch(String uri) {
        ControlClientConfig config = new SmallRyeConfigBuilder()
                .withMapping(ControlClientConfig.class)
                .withSources(new PropertiesConfigSource(
                        Map.of("millrace.control.uri", uri, "millrace.control.max-backoff", "1s"), "test", 100))
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(ControlClientConfig.class);
        return ControlClient.start(config, ServiceKind.SERVICE_KIND_EDGE, "test", metrics);
    }
}
