package io.millrace.edge;

import io.millrace.access.playback.SigningKey;
import io.millrace.control.client.ControlView;
import io.millrace.edge.playback.VerifiedTokens;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.PlaybackKeyConfig;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The channels that an edge serves, as the control plane last told of them. Asked by every event loop; changed by the thread
 * that brings views.
 */
final class Channels {

    private final ServedChannel.Surroundings edge;
    private final VerifiedTokens verified;
    private final Runnable narrowed;
    /** What is found where no channel is. */
    private final ChannelFound none;

    /** Null until the first view has come. */
    private volatile InForce inForce;

    /** One view, worked out. */
    private record InForce(ControlView view, Map<String, ServedChannel> byName) {}

    /**
     * Knows of none yet.
     *
     * @param policies the edge's own
     * @param narrowed called when responses in progress may have lost what they were begun with
     */
    Channels(EdgeConfig config, Policies policies, InstantSource clock, Runnable narrowed) {
        this.verified = new VerifiedTokens(clock);
        this.edge = new ServedChannel.Surroundings(config, policies, this, verified, clock);
        this.narrowed = narrowed;
        this.none = config.open() ? new ChannelFound.NoMatter() : ChannelFound.Nothing.NO_CHANNEL;
    }

    /** Takes a view in; called by one thread at a time. */
    void changed(ControlView view) {
        InForce before = inForce;
        Map<String, ServedChannel> known = before == null ? Map.of() : before.byName();
        Map<String, ServedChannel> byName = new HashMap<>();
        for (Channel channel : view.channels()) {
            String name = channel.getName();
            Map<String, PlaybackKeyConfig> keys = view.playbackKeys(name);
            ServedChannel served = known.get(name);
            boolean same = served != null && served.isOf(channel, keys);
            byName.put(name, same ? served : ServedChannel.of(channel, keys, edge));
        }
        inForce = new InForce(view, byName);
        boolean narrower =
                known.entrySet().stream().anyMatch(was -> isNarrower(was.getValue(), byName.get(was.getKey())));
        // What was open may be a new channel's.
        boolean claimed =
                none instanceof ChannelFound.NoMatter && !known.keySet().containsAll(byName.keySet());
        if (narrower || claimed) {
            verified.retain(signingKeys(byName));
            narrowed.run();
        }
    }

    /**
     * Whose a directory is, and the objects in it. A channel's prefix ends with a slash, so that all objects of a
     * directory are the same channel's.
     *
     * @param directory decoded and in its normal form
     */
    ChannelFound find(String directory) {
        InForce now = inForce;
        if (now == null) {
            return ChannelFound.Nothing.NOT_TOLD_YET;
        }
        Optional<Channel> channel = now.view().channelOf(directory);
        return channel.isEmpty() ? none : now.byName().get(channel.get().getName());
    }

    /** Whether responses go on that were begun in a directory of no channel. */
    boolean keepsOpen(String directory) {
        return find(directory) instanceof ChannelFound.NoMatter;
    }

    /** Whether responses go on that were begun in a channel, with a key or without. */
    boolean keeps(String channel, Optional<String> key) {
        ServedChannel served = inForce.byName().get(channel);
        return served != null && served.keeps(key);
    }

    private static boolean isNarrower(ServedChannel before, ServedChannel now) {
        return now == null || now.takesFrom(before);
    }

    private static Set<SigningKey> signingKeys(Map<String, ServedChannel> byName) {
        return byName.values().stream()
                .flatMap(channel -> channel.playback().signingKeys().stream())
                .collect(Collectors.toSet());
    }
}
