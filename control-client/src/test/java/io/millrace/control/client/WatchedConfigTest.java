package io.millrace.control.client;

import static io.millrace.control.client.Messages.STORE;
import static io.millrace.control.client.Messages.change;
import static io.millrace.control.client.Messages.channel;
import static io.millrace.control.client.Messages.deletes;
import static io.millrace.control.client.Messages.heartbeat;
import static io.millrace.control.client.Messages.ofStore;
import static io.millrace.control.client.Messages.part;
import static io.millrace.control.client.Messages.snapshot;
import static io.millrace.control.client.Messages.upserts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.control.client.WatchedConfig.Brought;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.WatchResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WatchedConfigTest {

    private WatchedConfig watched = new WatchedConfig(Optional.empty());

    @Test
    void nothingIsInForceBeforeALastPart() throws Exception {
        take(part(3, true, false, channel("a", "/a/")), part(3, false, false, channel("b", "/b/")));
        assertEquals(Optional.empty(), watched.inForce());
    }

    @Test
    void aSnapshotIsTheSumOfItsParts() throws Exception {
        take(part(3, true, false, channel("a", "/a/")), part(3, false, true, channel("b", "/b/")));
        assertEquals(Set.of("channels/a", "channels/b"), channels());
    }

    @Test
    void aSnapshotThatBeginsAnewForgetsPartsOfTheOneBefore() throws Exception {
        take(part(3, true, false, channel("a", "/a/")), snapshot(4, channel("b", "/b/")));
        assertEquals(Set.of("channels/b"), channels());
    }

    @Test
    void aNewWatchForgetsPartsOfTheOneBefore() throws Exception {
        take(part(3, true, false, channel("a", "/a/")));
        watched.beginWatch();
        assertThrows(UnexpectedMessageException.class, () -> take(part(3, false, true, channel("b", "/b/"))));
    }

    @Test
    void aLaterSnapshotReplacesEverything() throws Exception {
        take(snapshot(3, channel("a", "/a/")), snapshot(9, channel("b", "/b/")));
        assertEquals(Set.of("channels/b"), channels());
    }

    @Test
    void whatWasKnownStaysInForceUntilASnapshotIsComplete() throws Exception {
        take(snapshot(3, channel("a", "/a/")), part(9, true, false, channel("b", "/b/")));
        assertEquals(Set.of("channels/a"), channels());
        assertEquals(3, revision());
    }

    @Test
    void aHeartbeatAmidASnapshotDoesNotMoveTheRevision() throws Exception {
        take(snapshot(3, channel("a", "/a/")), part(9, true, false, channel("b", "/b/")), heartbeat(9));
        assertEquals(3, revision());
    }

    @Test
    void aSnapshotOfAnotherStoreCountsWhateverItsRevision() throws Exception {
        take(snapshot(30, channel("a", "/a/")), ofStore("store-2", snapshot(2, channel("b", "/b/"))));
        assertEquals(Set.of("channels/b"), channels());
        assertEquals(2, revision());
        assertEquals("store-2", watched.inForce().orElseThrow().storeId());
    }

    @Test
    void aChangeThatIsKnownAlreadyChangesNothing() throws Exception {
        take(snapshot(3, channel("a", "/a/")));
        assertEquals(Brought.NOTHING_NEW, watched.take(change(3, deletes("channels/a"))));
        assertEquals(Brought.NOTHING_NEW, watched.take(change(2, deletes("channels/a"))));
        assertEquals(Set.of("channels/a"), channels());
        assertEquals(3, revision());
    }

    @Test
    void aHeartbeatOfAnEarlierRevisionDoesNotGoBack() throws Exception {
        take(snapshot(3, channel("a", "/a/")), heartbeat(2));
        assertEquals(3, revision());
    }

    @Test
    void whatCanNotFollowIsRefused() throws Exception {
        for (WatchResponse first : List.of(change(4, deletes("channels/a")), part(4, false, true))) {
            watched = new WatchedConfig(Optional.empty());
            assertThrows(UnexpectedMessageException.class, () -> watched.take(first), first::toString);
        }
        take(snapshot(3, channel("a", "/a/")));
        for (WatchResponse next : List.of(
                part(4, false, true),
                ofStore("store-2", change(4, deletes("channels/a"))),
                ofStore("store-2", heartbeat(4)))) {
            assertThrows(UnexpectedMessageException.class, () -> watched.take(next), next::toString);
        }
        take(part(9, true, false));
        assertThrows(UnexpectedMessageException.class, () -> watched.take(change(4, deletes("channels/a"))));
        assertEquals(Set.of("channels/a"), channels());
    }

    @Test
    void aWatchGoesOnFromWhatIsKnown() throws Exception {
        take(snapshot(3, channel("a", "/a/")), heartbeat(7));
        assertEquals(Optional.of(7L), watched.beginWatch().map(ControlView::revision));
    }

    @Test
    void aWatchThatStartsOverAsksForEverythingAndLeavesInForceWhatIsKnown() throws Exception {
        take(snapshot(3, channel("a", "/a/")));
        watched.startOver();
        assertEquals(Optional.empty(), watched.beginWatch());
        assertEquals(Set.of("channels/a"), channels());
        take(snapshot(2, channel("b", "/b/")));
        assertEquals(Set.of("channels/b"), channels());
        assertEquals(Optional.of(2L), watched.beginWatch().map(ControlView::revision));
    }

    @Test
    void whatWasKeptIsNotInForceBeforeTheControlPlaneGoesOnFromIt() throws Exception {
        watched = new WatchedConfig(Optional.of(kept()));
        assertEquals(Optional.of(5L), watched.beginWatch().map(ControlView::revision));
        assertEquals(Optional.empty(), watched.inForce());
        assertEquals(Brought.CHANGE, watched.take(heartbeat(5)));
        assertEquals(Set.of("channels/kept"), channels());
    }

    @Test
    void aChangeGoesOnFromWhatWasKept() throws Exception {
        watched = new WatchedConfig(Optional.of(kept()));
        take(change(6, upserts(channel("a", "/a/"))));
        assertEquals(Set.of("channels/kept", "channels/a"), channels());
    }

    @Test
    void whatWasKeptMayBeDoneWith() {
        watched = new WatchedConfig(Optional.of(kept()));
        assertTrue(watched.doWithKept());
        assertEquals(Set.of("channels/kept"), channels());
        assertFalse(watched.doWithKept());
    }

    @Test
    void withNothingKeptThereIsNothingToDoWith() {
        assertFalse(watched.doWithKept());
        assertEquals(Optional.empty(), watched.inForce());
    }

    @Test
    void aKindOfMessageThatIsNotKnownYetIsASignOfLife() throws Exception {
        take(snapshot(3, channel("a", "/a/")));
        assertEquals(
                Brought.PART,
                watched.take(WatchResponse.newBuilder()
                        .setStoreId(STORE)
                        .setRevision(9)
                        .build()));
        assertEquals(3, revision());
    }

    private static ControlView kept() {
        return ControlView.of(STORE, 5, List.of(channel("kept", "/kept/")));
    }

    private void take(WatchResponse... messages) throws UnexpectedMessageException {
        for (WatchResponse message : messages) {
            watched.take(message);
        }
    }

    private Set<String> channels() {
        return watched.inForce().orElseThrow().channels().stream()
                .map(Channel::getName)
                .collect(Collectors.toSet());
    }

    private long revision() {
        return watched.inForce().orElseThrow().revision();
    }
}
