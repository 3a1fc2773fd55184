package io.millrace.control.client;

import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ConfigChange;
import io.millrace.proto.control.v1.ConfigItem;
import io.millrace.proto.control.v1.ConfigItem.ItemCase;
import io.millrace.proto.control.v1.PlaybackKeyConfig;
import io.millrace.proto.control.v1.PublishKeyConfig;
import io.millrace.proto.control.v1.Rule;
import io.millrace.proto.control.v1.Session;
import io.millrace.proto.control.v1.SessionState;
import io.millrace.proto.control.v1.Tag;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the data plane knows of channels, keys, rules, tags and sessions at one revision of the control plane's store. Immutable, and
 * read by any thread. Which kinds there are depends on the service: see {@code WatchRequest}.
 */
public final class ControlView {

    private static final Comparator<Rule> BY_PRECEDENCE =
            Comparator.comparingInt(Rule::getPriority).reversed().thenComparing(Rule::getName);
    private static final String LATEST_STATE = "/states/latest";
    private static final String PLAYBACK_KEYS = "/playbackKeys/";

    private final String storeId;
    private final long revision;
    private final Resources resources;
    private final ChannelPrefixes prefixes;
    private final Map<String, Map<String, PlaybackKeyConfig>> playbackKeysByChannel;
    private final List<Rule> rules;

    private ControlView(
            String storeId,
            long revision,
            Resources resources,
            ChannelPrefixes prefixes,
            Map<String, Map<String, PlaybackKeyConfig>> playbackKeysByChannel,
            List<Rule> rules) {
        this.storeId = storeId;
        this.revision = revision;
        this.resources = resources;
        this.prefixes = prefixes;
        this.playbackKeysByChannel = playbackKeysByChannel;
        this.rules = rules;
    }

    /**
     * Makes one.
     *
     * @param storeId the store whose revision it is
     * @param revision 0 or more
     * @param items all that there is, in any order; of two with the same name the last counts
     */
    public static ControlView of(String storeId, long revision, Collection<ConfigItem> items) {
        Resources resources = Resources.of(items);
        return new ControlView(
                storeId,
                revision,
                resources,
                prefixes(resources),
                playbackKeysByChannel(resources),
                inOrder(resources));
    }

    /** The view after a change; this one stays as it is. */
    public ControlView with(long revision, ConfigChange change) {
        Resources next = resources.with(change);
        return new ControlView(
                storeId,
                revision,
                next,
                next.same(resources, ItemCase.CHANNEL) ? prefixes : prefixes(next),
                next.same(resources, ItemCase.PLAYBACK_KEY) ? playbackKeysByChannel : playbackKeysByChannel(next),
                next.same(resources, ItemCase.RULE) ? rules : inOrder(next));
    }

    /** The same at a later revision, where nothing has changed that this service needs. */
    ControlView at(long revision) {
        return new ControlView(storeId, revision, resources, prefixes, playbackKeysByChannel, rules);
    }

    /** The revision of the store. */
    public long revision() {
        return revision;
    }

    /** The store; another store's revisions can't be compared with this one's. */
    public String storeId() {
        return storeId;
    }

    /**
     * The channel that a path belongs to: of those whose path prefix it begins with that with the longest. Also one that is
     * disabled. Made for the hot path: it allocates nothing, and its time depends on the path's length alone.
     *
     * @param path decoded and absolute
     */
    public Optional<Channel> channelOf(String path) {
        return prefixes.longest(path);
    }

    /**
     * A channel.
     *
     * @param name {@code channels/{channel}}
     */
    public Optional<Channel> channel(String name) {
        return item(ItemCase.CHANNEL, name).map(ConfigItem::getChannel);
    }

    /** All channels, in no particular order. */
    public Collection<Channel> channels() {
        return channels(resources);
    }

    /**
     * A publish key; it may be revoked or expired.
     *
     * @param name {@code channels/{channel}/keys/{key}}
     */
    public Optional<PublishKeyConfig> publishKey(String name) {
        return item(ItemCase.PUBLISH_KEY, name).map(ConfigItem::getPublishKey);
    }

    /**
     * A playback key; it may be revoked or expired.
     *
     * @param name {@code channels/{channel}/playbackKeys/{playback_key}}
     */
    public Optional<PlaybackKeyConfig> playbackKey(String name) {
        return item(ItemCase.PLAYBACK_KEY, name).map(ConfigItem::getPlaybackKey);
    }

    /**
     * The playback keys of a channel by name, also those that are revoked or expired.
     *
     * @param channelName {@code channels/{channel}}
     */
    public Map<String, PlaybackKeyConfig> playbackKeys(String channelName) {
        return playbackKeysByChannel.getOrDefault(channelName, Map.of());
    }

    /** All rules, also those that are disabled, that with the highest priority first; of equal ones in the order of names. */
    public List<Rule> rules() {
        return rules;
    }

    /**
     * A tag.
     *
     * @param name {@code tags/{tag}}
     */
    public Optional<Tag> tag(String name) {
        return item(ItemCase.TAG, name).map(ConfigItem::getTag);
    }

    /** All sessions, in no particular order; some may have expired a moment ago. */
    public Collection<Session> sessions() {
        return resources.of(ItemCase.SESSION).values().stream()
                .map(ConfigItem::getSession)
                .toList();
    }

    /**
     * A session, without its state; it may have expired a moment ago.
     *
     * @param name {@code sessions/{session}}
     */
    public Optional<Session> session(String name) {
        return item(ItemCase.SESSION, name).map(ConfigItem::getSession);
    }

    /**
     * How far a session is, as shapers have reported; empty where none has.
     *
     * @param name {@code sessions/{session}}
     */
    public Optional<SessionState> sessionState(String name) {
        return item(ItemCase.SESSION_STATE, name + LATEST_STATE).map(ConfigItem::getSessionState);
    }

    /** All that it was made of, in no particular order. */
    List<ConfigItem> items() {
        return resources.items();
    }

    private Optional<ConfigItem> item(ItemCase kind, String name) {
        return Optional.ofNullable(resources.of(kind).get(name));
    }

    private static ChannelPrefixes prefixes(Resources resources) {
        return ChannelPrefixes.of(channels(resources));
    }

    private static List<Channel> channels(Resources resources) {
        return resources.of(ItemCase.CHANNEL).values().stream()
                .map(ConfigItem::getChannel)
                .toList();
    }

    private static List<Rule> inOrder(Resources resources) {
        return resources.of(ItemCase.RULE).values().stream()
                .map(ConfigItem::getRule)
                .sorted(BY_PRECEDENCE)
                .toList();
    }

    private static Map<String, Map<String, PlaybackKeyConfig>> playbackKeysByChannel(Resources resources) {
        Map<String, Map<String, PlaybackKeyConfig>> byChannel = new HashMap<>();
        resources.of(ItemCase.PLAYBACK_KEY).forEach((name, item) -> {
            int end = name.indexOf(PLAYBACK_KEYS);
            if (end > 0) {
                byChannel
                        .computeIfAbsent(name.substring(0, end), channel -> new HashMap<>())
                        .put(name, item.getPlaybackKey());
            }
        });
        byChannel.replaceAll((channel, keys) -> Map.copyOf(keys));
        return byChannel;
    }
}
