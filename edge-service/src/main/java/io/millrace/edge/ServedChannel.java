package io.millrace.edge;

import io.millrace.edge.playback.PlaybackPolicy;
import io.millrace.edge.playback.VerifiedTokens;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.PlaybackKeyConfig;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * A channel as this edge serves it: what it says, worked out once for all its requests. Immutable; replaced when the channel
 * or one of its keys changes.
 *
 * @param keys its playback keys by their names
 */
record ServedChannel(
        Channel channel,
        Map<String, PlaybackKeyConfig> keys,
        PlaybackPolicy playback,
        Policies policies,
        Admission anybody)
        implements ChannelFound {

    /** What all channels of an edge are worked out with. */
    record Surroundings(
            EdgeConfig config, Policies policies, Channels channels, VerifiedTokens verified, InstantSource clock) {}

    static ServedChannel of(Channel channel, Map<String, PlaybackKeyConfig> keys, Surroundings edge) {
        PlaybackPolicy playback = PlaybackPolicy.of(channel, keys, edge.verified(), edge.clock());
        Policies policies = edge.policies().ofChannel(edge.config(), channel, playback.personal());
        Admission anybody =
                new Admission(policies, false, new Grant.Channel(edge.channels(), channel.getName(), Optional.empty()));
        return new ServedChannel(channel, keys, playback, policies, anybody);
    }

    /** Whether it is made of the same. */
    boolean isOf(Channel other, Map<String, PlaybackKeyConfig> otherKeys) {
        return channel.equals(other) && keys.equals(otherKeys);
    }

    boolean disabled() {
        return channel.getDisabled();
    }

    /**
     * Whether responses go on that were begun with a key, or without one. A key that has only come to its end by time does
     * not end them.
     */
    boolean keeps(Optional<String> key) {
        return !disabled() && (key.isEmpty() || isKept(keys.get(key.get())));
    }

    /** Whether responses that this channel has begun may have to be ended under another one in its place. */
    boolean takesFrom(ServedChannel before) {
        return (disabled() && !before.disabled())
                || before.keys.entrySet().stream()
                        .anyMatch(key -> isKept(key.getValue()) && !isKept(keys.get(key.getKey())));
    }

    private static boolean isKept(PlaybackKeyConfig key) {
        return key != null && !key.getRevoked();
    }
}
