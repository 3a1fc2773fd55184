package io.millrace.ingest.publisher;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.millrace.access.secret.KeySecret;
import io.millrace.control.client.ControlView;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ConfigItem;
import io.millrace.proto.control.v1.PublishKeyConfig;
import io.millrace.proto.control.v1.PublishPolicy;
import java.time.Instant;
import java.util.List;

/** Channels and keys as a control plane tells of them. */
final class Channels {

    private Channels() {}

    static Channel channel(String id, PublishPolicy policy) {
        return Channel.newBuilder()
                .setName("channels/" + id)
                .setPathPrefix("/live/" + id + "/")
                .setPublish(policy)
                .build();
    }

    static ConfigItem item(Channel channel) {
        return ConfigItem.newBuilder()
                .setName(channel.getName())
                .setChannel(channel)
                .build();
    }

    static PublishKeyConfig.Builder key(KeySecret secret) {
        return PublishKeyConfig.newBuilder().setSecretHash(ByteString.copyFrom(secret.hash()));
    }

    static ConfigItem item(String channelId, KeySecret secret, PublishKeyConfig.Builder key) {
        return ConfigItem.newBuilder()
                .setName("channels/" + channelId + "/keys/" + secret.keyId())
                .setPublishKey(key)
                .build();
    }

    static KeySecret secret(String keyId) {
        return KeySecret.random(KeySecret.Use.PUBLISH, keyId);
    }

    static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    static ControlView view(ConfigItem... items) {
        return ControlView.of("test", 1, List.of(items));
    }
}
