package io.millrace.control.client;

import static io.millrace.control.client.Messages.change;
import static io.millrace.control.client.Messages.channel;
import static io.millrace.control.client.Messages.deletes;
import static io.millrace.control.client.Messages.heartbeat;
import static io.millrace.control.client.Messages.ofStore;
import static io.millrace.control.client.Messages.part;
import static io.millrace.control.client.Messages.snapshot;
import static io.millrace.control.client.Messages.upserts;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.control.client.ScriptedControlPlane.Watcher;
import io.millrace.proto.control.v1.ServiceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlClientTest {

    private final List<AutoCloseable> started = new ArrayList<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable one : started.reversed()) {
            one.close();
        }
    }

    @Test
    void thereIsNoViewBeforeTheFirstSnapshot() {
        ScriptedControlPlane plane = started(ScriptedControlPlane.start());
        ControlClient client = client(plane);
        plane.watcher();
        assertEquals(Optional.empty(), client.view());
    }

    @Test
    void aWatchTellsWhoItIsAndThatItKnowsNothing() {
        ScriptedControlPlane plane = started(ScriptedControlPlane.start());
        client(plane);
        Watcher watcher = plane.watcher();
        assertEquals(ServiceKind.SERVICE_KIND_EDGE, watcher.request().getService());
        assertEquals("edge-1", watcher.request().getInstance());
        assertEquals(0, watcher.request().getRevision());
    }

    @Test
    void aSnapshotIsPutToUseWhenItsLastPartIsThere() {
        ScriptedControlPlane plane = started(ScriptedControlPlane.start());
        ControlClient client = client(plane);
        List<Integer> channels = channelsSeen(client);
        plane.watcher()
                .says(
                        part(5, true, false, channel("a", "/a/")),
                        part(5, false, false, channel("b", "/b/")),
                        part(5, false, true, channel("c", "/c/")));
        await().until(() -> !channels.isEmpty());
        assertEquals(List.of(3), channels);
        assertEquals(5, client.view().orElseThrow().revision());
    }

    @Test
    void changesFollowTheSnapshot() {
        ScriptedControlPlane plane = started(ScriptedControlPlane.start());
        ControlClient client = client(plane);
        List<Integer> channels = channelsSeen(client);
        plane.watcher()
                .says(
                        snapshot(5, channel("a", "/a/")),
                        change(6, upserts(channel("b", "/b/"))),
                        change(9, deletes("channels/a", "channels/b")));
        await().until(() -> revision(client) == 9);
        assertEquals(List.of(1, 2, 0), channels);
    }

    @Test
    void aHeartbeatTellsALaterRevision() {
        ScriptedControlPlane plane = started(ScriptedControlPlane.start());
        ControlClient client = client(plane);
        plane.watcher().says(snapshot(5, channel("a", "/a/")), heartbeat(8));
        await().until(() -> revision(client) == 8);
        assertTrue(client.view().orElseThrow().channelOf("/a/1.ts").isPresent());
    }

    @Test
    void theLastViewStaysInForceWhileTheControlPlaneIsAway() {
        ScriptedControlPlane plane = started(ScriptedControlPlane.start());
        ControlClient client = client(plane);
        plane.watcher().says(snapshot(5, channel("a", "/a/")));
        await().until(() -> client.status().connected());
        plane.close();
        await().until(() -> !client.status().connected());
        assertTrue(client.view().orElseThrow().channelOf("/a/1.ts").isPresent());
        assertTrue(client.status().ready());
    }

    @Test
    void aWatchGoesOnWithTheRevisionThatIsKnownWhenTheControlPlaneIsBack() {
        ScriptedControlPlane plane = started(ScriptedControlPlane.start());
        ControlClient client = client(plane);
        plane.watcher().says(snapshot(5, channel("a", "/a/")));
        await().until(() -> client.status().connected());
        plane.close();
        ScriptedControlPlane back = started(ScriptedControlPlane.on(plane.port()));
        Watcher watcher = back.watcher();
        assertEquals(5, watcher.request().getRevision());
        assertEquals(Messages.STORE, watcher.request().getStoreId());
        watcher.says(change(6, upserts(channel("b", "/b/"))));
        await().until(() -> revision(client) == 6);
        assertEquals(2, client.view().orElseThrow().channels().size());
    }

    @Test
    void aWatchThatIsSilentIsBegunAnew() {
        ScriptedControlPlane plane = started(ScriptedControlPlane.start());
        ControlClient client = client(plane, Map.of("silence", "PT2S"));
        plane.watcher().says(snapshot(5, channel("a", "/a/")));
        assertEquals(5, plane.watcher().request().getRevision());
        assertEquals(5, revision(client));
    }

    @Test
    void aWatchThatIsEndedGoesOn() {
        ScriptedControlPlane plane = started(ScriptedControlPlane.start());
        ControlClient client = client(plane);
        plane.watcher().says(snapshot(5, channel("a", "/a/"))).ends(Status.UNAVAILABLE);
        plane.watcher().says(change(6, upserts(channel("b", "/b/"))));
        await().until(() -> revision(client) == 6);
    }

    @Test
    void partsOfASnapshotThatWasCutOffAreForgotten() {
        ScriptedControlPlane plane = started(ScriptedControlPlane.start());
        ControlClient client = client(plane);
        List<Integer> channels = channelsSeen(client);
        plane.watcher().says(part(5, true, false, channel("a", "/a/"))).ends(Status.UNAVAILABLE);
        Watcher second = plane.watcher();
        assertEquals(0, second.request().getRevision());
        second.says(snapshot(6, channel("b", "/b/")));
        await().until(() -> revision(client) == 6);
        assertEquals(List.of(1), channels);
    }

    @Test
    void bytesThatAreNoMessageLeaveTheViewAndAskForEverything() {
        ScriptedControlPlane plane = started(ScriptedControlPlane.start());
        ControlClient client = client(plane);
        Watcher first = plane.watcher().says(snapshot(5, channel("a", "/a/")));
        await().until(() -> client.status().connected());
        first.saysBytes((byte) 0xff, (byte) 0xff, (byte) 0xff);
        Watcher second = plane.watcher();
        assertEquals(0, second.request().getRevision());
        assertTrue(client.view().orElseThrow().channelOf("/a/1.ts").isPresent());
        second.says(snapshot(7, channel("b", "/b/")));
        await().until(() -> revision(client) == 7);
    }

    @Test
    void aChangeOfAnotherStoreAsksForEverything() {
        ScriptedControlPlane plane = started(ScriptedControlPlane.start());
        ControlClient client = client(plane);
        plane.watcher().says(snapshot(5, channel("a", "/a/")), ofStore("store-2", change(6, deletes("channels/a"))));
        Watcher second = plane.watcher();
        assertEquals(0, second.request().getRevision());
        assertTrue(client.view().orElseThrow().channelOf("/a/1.ts").isPresent());
        second.says(ofStore("store-2", snapshot(1)));
        await().until(() -> revision(client) == 1);
        assertEquals(0, client.view().orElseThrow().channels().size());
    }

    @Test
    void whatTheControlPlaneCanNotGoOnFromIsAskedForAnew() {
        ScriptedControlPlane plane = started(ScriptedControlPlane.start());
        client(plane);
        plane.watcher().says(snapshot(5, channel("a", "/a/"))).ends(Status.OUT_OF_RANGE);
        assertEquals(0, plane.watcher().request().getRevision());
    }

    @Test
    void theNextPlaceIsTriedAfterAFailure() {
        ScriptedControlPlane gone = ScriptedControlPlane.start();
        gone.close();
        ScriptedControlPlane there = started(ScriptedControlPlane.start());
        ControlClient client = client(there, Map.of("uri", gone.uri() + "," + there.uri()));
        there.watcher().says(snapshot(5));
        await().until(() -> revision(client) == 5);
    }

    @Test
    void theOtherPlaceIsWatchedWhenTheFirstIsLost() {
        ScriptedControlPlane first = started(ScriptedControlPlane.start());
        ScriptedControlPlane second = started(ScriptedControlPlane.start());
        ControlClient client = client(first, Map.of("uri", first.uri() + "," + second.uri()));
        first.watcher().says(snapshot(5, channel("a", "/a/")));
        await().until(() -> client.status().connected());
        first.close();
        Watcher watcher = second.watcher();
        assertEquals(5, watcher.request().getRevision());
        watcher.says(heartbeat(6));
        await().until(() -> client.status().connected());
        assertEquals(6, revision(client));
    }

    @Test
    void aNameIsLookedUp() {
        ScriptedControlPlane plane = started(ScriptedControlPlane.start());
        ControlClient client = client(plane, Map.of("uri", "dns:///localhost:" + plane.port()));
        plane.watcher().says(snapshot(5));
        await().until(() -> revision(client) == 5);
    }

    @Test
    void aListenerIsToldOfTheViewThatIsThereAlready() {
        ScriptedControlPlane plane = started(ScriptedControlPlane.start());
        ControlClient client = client(plane);
        plane.watcher().says(snapshot(5, channel("a", "/a/")));
        await().until(() -> client.view().isPresent());
        List<Integer> channels = channelsSeen(client);
        await().until(() -> channels.equals(List.of(1)));
    }

    @Test
    void aListenerThatFailsDoesNotKeepOthersFromBeingTold() {
        ScriptedControlPlane plane = started(ScriptedControlPlane.start());
        ControlClient client = client(plane);
        client.onChange(view -> {
            throw new IllegalStateException("a listener's fault");
        });
        List<Integer> channels = channelsSeen(client);
        plane.watcher().says(snapshot(5, channel("a", "/a/")), change(6, deletes("channels/a")));
        await().until(() -> channels.equals(List.of(1, 0)));
    }

    @Test
    void aListenerThatHasLeftIsToldNothing() {
        ScriptedControlPlane plane = started(ScriptedControlPlane.start());
        ControlClient client = client(plane);
        List<Long> told = new CopyOnWriteArrayList<>();
        ControlClient.Subscription subscription = client.onChange(view -> told.add(view.revision()));
        Watcher watcher = plane.watcher().says(snapshot(5));
        await().until(() -> told.equals(List.of(5L)));
        subscription.close();
        watcher.says(change(6, upserts(channel("a", "/a/"))));
        await().until(() -> revision(client) == 6);
        assertEquals(List.of(5L), told);
    }

    @Test
    void theTokensFileIsReadForEachWatch(@TempDir Path directory) throws IOException {
        ScriptedControlPlane plane = started(ScriptedControlPlane.start());
        Path file = Files.writeString(directory.resolve("token"), "first\n");
        client(plane, Map.of("token-file", file.toString()));
        Watcher watcher = plane.watcher();
        Files.writeString(file, "second\n");
        watcher.ends(Status.UNAUTHENTICATED);
        plane.watcher();
        assertEquals(List.of("Bearer first", "Bearer second"), plane.authorizations());
    }

    @Test
    void theTokenThatIsSetIsShown() {
        ScriptedControlPlane plane = started(ScriptedControlPlane.start());
        client(plane, Map.of("token", "secret"));
        plane.watcher();
        assertEquals(List.of("Bearer secret"), plane.authorizations());
    }

    @Test
    void aServiceStartsFromWhatItKeptWhileTheControlPlaneIsAway(@TempDir Path directory) {
        ScriptedControlPlane plane = started(ScriptedControlPlane.start());
        Map<String, String> settings =
                Map.of("snapshot", directory.resolve("snapshot").toString(), "start-from-snapshot", "true");
        ControlClient before = client(plane, settings);
        plane.watcher().says(snapshot(5, channel("a", "/a/")));
        await().until(() -> before.view().isPresent());
        before.close();
        plane.close();
        ControlClient after = client(plane, settings);
        await().until(() -> revision(after) == 5);
        assertTrue(after.status().ready());
        assertFalse(after.status().connected());
        ScriptedControlPlane back = started(ScriptedControlPlane.on(plane.port()));
        assertEquals(5, back.watcher().request().getRevision());
    }

    @Test
    void withoutThatOptionItWaitsForTheControlPlaneAndGoesOnFromWhatItKept(@TempDir Path directory) {
        ScriptedControlPlane plane = started(ScriptedControlPlane.start());
        Map<String, String> settings =
                Map.of("snapshot", directory.resolve("snapshot").toString());
        ControlClient before = client(plane, settings);
        plane.watcher().says(snapshot(5, channel("a", "/a/")));
        await().until(() -> before.view().isPresent());
        before.close();
        ControlClient after = client(plane, settings);
        Watcher watcher = plane.watcher();
        assertEquals(5, watcher.request().getRevision());
        assertEquals(Optional.empty(), after.view());
        watcher.says(heartbeat(5));
        await().until(() -> revision(after) == 5);
        assertEquals(1, after.view().orElseThrow().channels().size());
    }

    @Test
    void aDamagedSnapshotIsAsGoodAsNone(@TempDir Path directory) throws IOException {
        ScriptedControlPlane plane = started(ScriptedControlPlane.start());
        Files.writeString(directory.resolve("snapshot.edge"), "damaged");
        client(plane, Map.of("snapshot", directory.resolve("snapshot").toString(), "start-from-snapshot", "true"));
        assertEquals(0, plane.watcher().request().getRevision());
    }

    @Test
    void metricsTellHowThingsStand() {
        ScriptedControlPlane plane = started(ScriptedControlPlane.start());
        ControlClient client = client(plane);
        assertEquals(0, gauge("connected"));
        assertEquals(-1, gauge("revision"));
        assertEquals(Double.NaN, gauge("silence.seconds"));
        plane.watcher().says(snapshot(5), change(6, upserts(channel("a", "/a/"))));
        await().until(() -> gauge("revision") == 6);
        await().until(() -> gauge("connected") == 1);
        assertTrue(gauge("silence.seconds") >= 0);
        assertEquals(1, count("snapshots"));
        assertEquals(1, count("changes"));
        assertEquals(0, count("losses"));
        plane.close();
        await().until(() -> gauge("connected") == 0);
        assertEquals(1, count("losses"));
        assertEquals(6, gauge("revision"));
        assertTrue(client.status().words().endsWith("revision 6 stays in force"));
    }

    private ControlClient client(ScriptedControlPlane plane) {
        return client(plane, Map.of());
    }

    private ControlClient client(ScriptedControlPlane plane, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("uri", plane.uri()));
        all.putAll(settings);
        return started(ControlClient.start(TestConfig.of(all), ServiceKind.SERVICE_KIND_EDGE, "edge-1", metrics));
    }

    private double gauge(String name) {
        return metrics.get("millrace.edge.control." + name).gauge().value();
    }

    private double count(String name) {
        return metrics.get("millrace.edge.control." + name).functionCounter().count();
    }

    private <T extends AutoCloseable> T started(T one) {
        started.add(one);
        return one;
    }

    /** How many channels each view had that a listener was told of. */
    private static List<Integer> channelsSeen(ControlClient client) {
        List<Integer> seen = new CopyOnWriteArrayList<>();
        client.onChange(view -> seen.add(view.channels().size()));
        return seen;
    }

    private static long revision(ControlClient client) {
        return client.view().map(ControlView::revision).orElse(-1L);
    }
}
