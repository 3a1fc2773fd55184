package io.millrace.edge;

import com.google.protobuf.ByteString;
import io.millrace.access.playback.PlaybackToken;
import io.millrace.access.playback.SigningKey;
import io.millrace.access.secret.KeySecret;
import io.millrace.access.secret.KeySecret.Use;
import io.millrace.control.client.ControlView;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ConfigItem;
import io.millrace.proto.control.v1.PlaybackKeyConfig;
import io.millrace.proto.control.v1.PlaybackKeyKind;
import io.millrace.proto.control.v1.SignedPlayback;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Channels and keys as a test has them: each change is a view that an edge is told of at once. */
final class SaidChannels implements ChannelFeed {

    private final Map<String, ConfigItem> items = new LinkedHashMap<>();
    private final List<Consumer<ControlView>> listeners = new ArrayList<>();
    private long revision;

    @Override
    public AutoCloseable onChange(Consumer<ControlView> listener) {
        listeners.add(listener);
        tell();
        return () -> listeners.remove(listener);
    }

    /** A channel that everybody may read, unless it says otherwise. */
    void channel(String id, String prefix, UnaryOperator<Channel.Builder> says) {
        String name = "channels/" + id;
        Channel channel = says.apply(Channel.newBuilder().setName(name).setPathPrefix(prefix))
                .build();
        put(ConfigItem.newBuilder().setName(name).setChannel(channel).build());
    }

    /** A channel that only those may read who have a token. */
    void signed(String id, String prefix) {
        signed(id, prefix, policy -> policy);
    }

    void signed(String id, String prefix, UnaryOperator<SignedPlayback.Builder> says) {
        channel(id, prefix, channel -> {
            channel.getPlaybackBuilder().setSigned(says.apply(SignedPlayback.newBuilder()));
            return channel;
        });
    }

    /** A key that signs tokens. */
    SigningKey signingKey(String channel, String id) {
        SigningKey key = SigningKey.random();
        put(
                channel,
                id,
                PlaybackKeyConfig.newBuilder()
                        .setKind(PlaybackKeyKind.PLAYBACK_KEY_KIND_SIGNING)
                        .setSigningKey(ByteString.copyFrom(key.secret())));
        return key;
    }

    /** A key of a CDN; its secret. */
    String cdnKey(String channel, String id) {
        KeySecret secret = KeySecret.random(Use.CDN, id);
        put(
                channel,
                id,
                PlaybackKeyConfig.newBuilder()
                        .setKind(PlaybackKeyKind.PLAYBACK_KEY_KIND_CDN)
                        .setSecretHash(ByteString.copyFrom(secret.hash())));
        return secret.text();
    }

    void revoke(String channel, String id) {
        change(channel, id, PlaybackKeyConfig.Builder::setRevoked);
    }

    /** The key's time is over. */
    void expire(String channel, String id) {
        change(channel, id, (key, over) -> {
            key.getExpireTimeBuilder().setSeconds(over ? 1 : 0);
            return key;
        });
    }

    void remove(String name) {
        items.keySet().removeIf(other -> other.equals(name) || other.startsWith(name + "/"));
        tell();
    }

    /** A token of a key that is good for an hour. */
    static String token(SigningKey key, String id, String prefix) {
        return token(key, id, prefix, Instant.now().getEpochSecond() + 3_600, Optional.empty());
    }

    static String token(SigningKey key, String id, String prefix, long expirySeconds, Optional<InetAddress> client) {
        return new PlaybackToken(id, prefix, expirySeconds, client).signed(key);
    }

    private void change(String channel, String id, Change change) {
        PlaybackKeyConfig key = items.get(key(channel, id)).getPlaybackKey();
        put(channel, id, change.of(key.toBuilder(), true));
    }

    private interface Change {
        PlaybackKeyConfig.Builder of(PlaybackKeyConfig.Builder key, boolean value);
    }

    private void put(String channel, String id, PlaybackKeyConfig.Builder key) {
        put(ConfigItem.newBuilder()
                .setName(key(channel, id))
                .setPlaybackKey(key)
                .build());
    }

    private static String key(String channel, String id) {
        return "channels/" + channel + "/playbackKeys/" + id;
    }

    private void put(ConfigItem item) {
        items.put(item.getName(), item);
        tell();
    }

    private void tell() {
        ControlView view = ControlView.of("test", ++revision, items.values());
        listeners.forEach(listener -> listener.accept(view));
    }
}
