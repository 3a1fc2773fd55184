package io.millrace.control.client;

import static io.millrace.control.client.Messages.STORE;
import static io.millrace.control.client.Messages.channel;
import static io.millrace.control.client.Messages.deletes;
import static io.millrace.control.client.Messages.playbackKey;
import static io.millrace.control.client.Messages.publishKey;
import static io.millrace.control.client.Messages.rule;
import static io.millrace.control.client.Messages.session;
import static io.millrace.control.client.Messages.sessionState;
import static io.millrace.control.client.Messages.tag;
import static io.millrace.control.client.Messages.upserts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ConfigItem;
import io.millrace.proto.control.v1.Rule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ControlViewTest {

    @Test
    void aPathBelongsToTheChannelWhosePrefixItBeginsWith() {
        ControlView view = view(channel("news", "/live/news/"), channel("sport", "/live/sport/"));
        assertEquals(Optional.of("channels/news"), channelOf(view, "/live/news/a/1.m4s"));
        assertEquals(Optional.of("channels/sport"), channelOf(view, "/live/sport/index.m3u8"));
    }

    @Test
    void theLongestPrefixCounts() {
        ControlView view = view(channel("all", "/"), channel("live", "/live/"), channel("cam", "/live/a/cam/"));
        assertEquals(Optional.of("channels/cam"), channelOf(view, "/live/a/cam/1.m4s"));
        assertEquals(Optional.of("channels/live"), channelOf(view, "/live/a/other/1.m4s"));
        assertEquals(Optional.of("channels/all"), channelOf(view, "/vod/1.m4s"));
    }

    @Test
    void aPathThatBeginsWithNoPrefixBelongsToNoChannel() {
        ControlView view = view(channel("news", "/live/news/"));
        for (String path : List.of("/", "/live/", "/live/news", "/live/newsroom/1.m4s", "/other/live/news/1.m4s", "")) {
            assertEquals(Optional.empty(), channelOf(view, path), path);
        }
    }

    @Test
    void thePathOfAPrefixItselfBelongsToItsChannel() {
        assertEquals(Optional.of("channels/news"), channelOf(view(channel("news", "/news/")), "/news/"));
    }

    @Test
    void prefixesWithTheSameHashAreToldApart() {
        assertEquals("/Aa/".hashCode(), "/BB/".hashCode());
        ControlView view = view(channel("one", "/Aa/"), channel("two", "/BB/"));
        assertEquals(Optional.of("channels/one"), channelOf(view, "/Aa/x"));
        assertEquals(Optional.of("channels/two"), channelOf(view, "/BB/x"));
        assertEquals(Optional.empty(), channelOf(view(channel("one", "/Aa/")), "/BB/x"));
    }

    @Test
    void eachOfTenThousandChannelsIsFound() {
        ControlView view = view(IntStream.range(0, 10_000)
                .mapToObj(i -> channel("c" + i, "/live/c" + i + "/"))
                .toArray(ConfigItem[]::new));
        for (int i = 0; i < 10_000; i++) {
            assertEquals(Optional.of("channels/c" + i), channelOf(view, "/live/c" + i + "/v/1.m4s"));
        }
        assertEquals(Optional.empty(), channelOf(view, "/live/c10000/v/1.m4s"));
    }

    @Test
    void keysAreFoundByTheirNames() {
        ControlView view = view(publishKey("news", "a", "hash-a"), playbackKey("news", "p", "secret-p"));
        assertEquals(
                "hash-a",
                view.publishKey("channels/news/keys/a")
                        .orElseThrow()
                        .getSecretHash()
                        .toStringUtf8());
        assertEquals(
                "secret-p",
                view.playbackKey("channels/news/playbackKeys/p")
                        .orElseThrow()
                        .getSigningKey()
                        .toStringUtf8());
        assertEquals(Optional.empty(), view.publishKey("channels/news/keys/p"));
        assertEquals(Optional.empty(), view.playbackKey("channels/news/playbackKeys/a"));
    }

    @Test
    void aChannelHasItsOwnPlaybackKeysOnly() {
        ControlView view =
                view(playbackKey("news", "a", "1"), playbackKey("news", "b", "2"), playbackKey("newsroom", "c", "3"));
        assertEquals(
                Set.of("channels/news/playbackKeys/a", "channels/news/playbackKeys/b"),
                view.playbackKeys("channels/news").keySet());
        assertTrue(view.playbackKeys("channels/sport").isEmpty());
    }

    @Test
    void rulesComeByPriorityAndThenByName() {
        ControlView view = view(rule("b", 0), rule("a", 0), rule("low", -5), rule("high", 7));
        assertEquals(
                List.of("rules/high", "rules/a", "rules/b", "rules/low"),
                view.rules().stream().map(Rule::getName).toList());
    }

    @Test
    void tagsAreFoundByTheirNames() {
        ControlView view = view(tag("slow", "rules/a"));
        assertEquals(List.of("rules/a"), view.tag("tags/slow").orElseThrow().getRulesList());
        assertEquals(Optional.empty(), view.tag("tags/fast"));
    }

    @Test
    void sessionsAreFoundByTheirNamesWithHowFarTheyAre() {
        ControlView view = view(session("a", "first"), session("b", "second"), sessionState("a", 7));
        assertEquals("first", view.session("sessions/a").orElseThrow().getDisplayName());
        assertEquals(2, view.sessions().size());
        assertEquals(
                7,
                view.sessionState("sessions/a")
                        .orElseThrow()
                        .getMarksOrThrow("video")
                        .getNumber());
        assertEquals(Optional.empty(), view.sessionState("sessions/b"));
    }

    @Test
    void aSessionThatIsDeletedTakesItsStateWithIt() {
        ControlView view = view(session("a", ""), sessionState("a", 7), session("ab", ""), sessionState("ab", 8))
                .with(2, deletes("sessions/a"))
                .with(3, upserts(session("a", "")));
        assertEquals(Optional.empty(), view.sessionState("sessions/a"));
        assertTrue(view.sessionState("sessions/ab").isPresent());
    }

    @Test
    void aChangeLeavesTheViewBeforeAsItWas() {
        ControlView before = view(channel("news", "/news/"));
        ControlView after = before.with(2, deletes("channels/news"));
        assertEquals(Optional.of("channels/news"), channelOf(before, "/news/1.ts"));
        assertEquals(1, before.revision());
        assertEquals(Optional.empty(), channelOf(after, "/news/1.ts"));
        assertEquals(2, after.revision());
        assertEquals(STORE, after.storeId());
    }

    @Test
    void aChannelThatMovesIsAtItsNewPrefixOnly() {
        ControlView view = view(channel("news", "/news/")).with(2, upserts(channel("news", "/moved/")));
        assertEquals(Optional.empty(), channelOf(view, "/news/1.ts"));
        assertEquals(Optional.of("channels/news"), channelOf(view, "/moved/1.ts"));
    }

    @Test
    void aChannelThatIsDeletedTakesItsKeysWithIt() {
        ControlView view = view(
                        channel("news", "/news/"),
                        publishKey("news", "a", "1"),
                        playbackKey("news", "b", "2"),
                        publishKey("newsroom", "a", "3"))
                .with(2, deletes("channels/news"))
                .with(3, upserts(channel("news", "/news/")));
        assertEquals(Optional.empty(), view.publishKey("channels/news/keys/a"));
        assertTrue(view.playbackKeys("channels/news").isEmpty());
        assertTrue(view.publishKey("channels/newsroom/keys/a").isPresent());
    }

    @Test
    void aKeyThatIsDeletedLeavesItsChannel() {
        ControlView view =
                view(channel("news", "/news/"), publishKey("news", "a", "1")).with(2, deletes("channels/news/keys/a"));
        assertEquals(Optional.empty(), view.publishKey("channels/news/keys/a"));
        assertTrue(view.channel("channels/news").isPresent());
    }

    @Test
    void deletingWhatIsNotThereChangesNothing() {
        ControlView view = view(channel("news", "/news/")).with(2, deletes("channels/sport", "rules/none"));
        assertEquals(
                List.of("channels/news"),
                view.channels().stream().map(Channel::getName).toList());
    }

    @Test
    void aResourceOfAKindThatIsNotKnownYetIsLeftAside() {
        ControlView view = view(ConfigItem.newBuilder().setName("novelties/a").build(), channel("news", "/news/"));
        assertEquals(1, view.items().size());
    }

    private static ControlView view(ConfigItem... items) {
        return ControlView.of(STORE, 1, List.of(items));
    }

    private static Optional<String> channelOf(ControlView view, String path) {
        return view.channelOf(path).map(Channel::getName);
    }
}
