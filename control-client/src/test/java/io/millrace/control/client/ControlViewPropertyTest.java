package io.millrace.control.client;

import static io.millrace.control.client.Messages.STORE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ConfigChange;
import io.millrace.proto.control.v1.ConfigItem;
import io.millrace.proto.control.v1.Rule;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Views against what is so simple that it can't be wrong: one map of all resources, and every prefix tried. */
class ControlViewPropertyTest {

    private static final List<String> PARTS = List.of("a", "b", "aa", "Aa", "BB", "ü");

    @Property
    void anySequenceOfChangesIsTheSnapshotOfItsResult(@ForAll("changes") List<ConfigChange> changes) {
        ControlView view = ControlView.of(STORE, 0, List.of());
        Map<String, ConfigItem> all = new HashMap<>();
        long revision = 0;
        for (ConfigChange change : changes) {
            revision++;
            view = view.with(revision, change);
            for (String name : change.getDeletesList()) {
                all.keySet().removeIf(other -> other.equals(name) || other.startsWith(name + "/"));
            }
            change.getUpsertsList().forEach(item -> all.put(item.getName(), item));
        }
        assertSame(ControlView.of(STORE, revision, all.values()), view, all);
    }

    @Property
    void theChannelOfAPathIsThatOfItsLongestPrefix(
            @ForAll("channels") List<ConfigItem> channels, @ForAll("paths") String path) {
        ControlView view = ControlView.of(STORE, 1, channels);
        Optional<String> expected = view.channels().stream()
                .filter(channel -> path.startsWith(channel.getPathPrefix()))
                .max(Comparator.comparingInt(
                                (Channel channel) -> channel.getPathPrefix().length())
                        .thenComparing(Channel::getName, Comparator.reverseOrder()))
                .map(Channel::getName);
        assertEquals(expected, view.channelOf(path).map(Channel::getName));
    }

    private static void assertSame(ControlView expected, ControlView view, Map<String, ConfigItem> all) {
        assertEquals(expected.revision(), view.revision());
        assertEquals(new HashSet<>(all.values()), new HashSet<>(view.items()));
        assertEquals(Set.copyOf(expected.channels()), Set.copyOf(view.channels()));
        assertEquals(
                expected.rules().stream().map(Rule::getName).toList(),
                view.rules().stream().map(Rule::getName).toList());
        all.forEach((name, item) -> {
            switch (item.getItemCase()) {
                case CHANNEL -> {
                    assertEquals(Optional.of(item.getChannel()), view.channel(name));
                    assertEquals(expected.playbackKeys(name), view.playbackKeys(name));
                    String path = item.getChannel().getPathPrefix() + "x";
                    assertEquals(expected.channelOf(path), view.channelOf(path));
                }
                case PUBLISH_KEY -> assertEquals(Optional.of(item.getPublishKey()), view.publishKey(name));
                case PLAYBACK_KEY -> assertEquals(Optional.of(item.getPlaybackKey()), view.playbackKey(name));
                case TAG -> assertEquals(Optional.of(item.getTag()), view.tag(name));
                case SESSION -> assertEquals(Optional.of(item.getSession()), view.session(name));
                case SESSION_STATE ->
                    assertEquals(
                            Optional.of(item.getSessionState()),
                            view.sessionState(name.substring(0, name.indexOf("/states/"))));
                case RULE, ITEM_NOT_SET -> {}
            }
        });
    }

    @Provide
    Arbitrary<List<ConfigChange>> changes() {
        Arbitrary<ConfigItem> item = Arbitraries.oneOf(List.of(
                channel(),
                Combinators.combine(id(), id(), value()).as(Messages::publishKey),
                Combinators.combine(id(), id(), value()).as(Messages::playbackKey),
                Combinators.combine(id(), Arbitraries.integers().between(-2, 2)).as(Messages::rule),
                Combinators.combine(id(), id()).as((tag, rule) -> Messages.tag(tag, "rules/" + rule)),
                Combinators.combine(id(), value()).as(Messages::session),
                Combinators.combine(id(), Arbitraries.integers().between(1, 3)).as(Messages::sessionState)));
        return Combinators.combine(
                        item.list().ofMaxSize(4),
                        item.map(ConfigItem::getName).list().ofMaxSize(2))
                .as((upserts, deletes) -> ConfigChange.newBuilder()
                        .addAllUpserts(upserts)
                        .addAllDeletes(deletes)
                        .build())
                .list()
                .ofMaxSize(30);
    }

    @Provide
    Arbitrary<List<ConfigItem>> channels() {
        return channel().list().ofMaxSize(12);
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.of(PARTS).list().ofMinSize(1).ofMaxSize(6).map(parts -> "/" + String.join("/", parts));
    }

    private static Arbitrary<ConfigItem> channel() {
        Arbitrary<String> prefix = Arbitraries.of(PARTS)
                .list()
                .ofMaxSize(3)
                .map(parts -> parts.isEmpty() ? "/" : "/" + String.join("/", parts) + "/");
        return Combinators.combine(id(), prefix).as(Messages::channel);
    }

    private static Arbitrary<String> id() {
        return Arbitraries.of("a", "b", "c", "d");
    }

    private static Arbitrary<String> value() {
        return Arbitraries.of("1", "2", "3");
    }
}
