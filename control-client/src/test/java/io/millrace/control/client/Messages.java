package io.millrace.control.client;

import com.google.protobuf.ByteString;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ConfigChange;
import io.millrace.proto.control.v1.ConfigHeartbeat;
import io.millrace.proto.control.v1.ConfigItem;
import io.millrace.proto.control.v1.PlaybackKeyConfig;
import io.millrace.proto.control.v1.PlaybackKeyKind;
import io.millrace.proto.control.v1.PublishKeyConfig;
import io.millrace.proto.control.v1.Rule;
import io.millrace.proto.control.v1.Session;
import io.millrace.proto.control.v1.SessionState;
import io.millrace.proto.control.v1.SnapshotPart;
import io.millrace.proto.control.v1.Tag;
import io.millrace.proto.control.v1.TrackMark;
import io.millrace.proto.control.v1.WatchResponse;
import java.util.List;

/** Resources and messages, in few words. */
final class Messages {

    static final String STORE = "store-1";

    private Messages() {}

    static ConfigItem channel(String id, String pathPrefix) {
        String name = "channels/" + id;
        return ConfigItem.newBuilder()
                .setName(name)
                .setChannel(Channel.newBuilder().setName(name).setPathPrefix(pathPrefix))
                .build();
    }

    static ConfigItem publishKey(String channel, String id, String hash) {
        return ConfigItem.newBuilder()
                .setName("channels/" + channel + "/keys/" + id)
                .setPublishKey(PublishKeyConfig.newBuilder().setSecretHash(ByteString.copyFromUtf8(hash)))
                .build();
    }

    static ConfigItem playbackKey(String channel, String id, String secret) {
        return ConfigItem.newBuilder()
                .setName("channels/" + channel + "/playbackKeys/" + id)
                .setPlaybackKey(PlaybackKeyConfig.newBuilder()
                        .setKind(PlaybackKeyKind.PLAYBACK_KEY_KIND_SIGNING)
                        .setSigningKey(ByteString.copyFromUtf8(secret)))
                .build();
    }

    static ConfigItem rule(String id, int priority) {
        String name = "rules/" + id;
        return ConfigItem.newBuilder()
                .setName(name)
                .setRule(Rule.newBuilder().setName(name).setPriority(priority))
                .build();
    }

    static ConfigItem tag(String id, String... rules) {
        String name = "tags/" + id;
        return ConfigItem.newBuilder()
                .setName(name)
                .setTag(Tag.newBuilder().setName(name).addAllRules(List.of(rules)))
                .build();
    }

    static ConfigItem session(String id, String displayName) {
        String name = "sessions/" + id;
        return ConfigItem.newBuilder()
                .setName(name)
                .setSession(Session.newBuilder().setName(name).setDisplayName(displayName))
                .build();
    }

    static ConfigItem sessionState(String id, long mark) {
        return ConfigItem.newBuilder()
                .setName("sessions/" + id + "/states/latest")
                .setSessionState(SessionState.newBuilder()
                        .putMarks(
                                "video", TrackMark.newBuilder().setNumber(mark).build()))
                .build();
    }

    static ConfigChange upserts(ConfigItem... items) {
        return ConfigChange.newBuilder().addAllUpserts(List.of(items)).build();
    }

    static ConfigChange deletes(String... names) {
        return ConfigChange.newBuilder().addAllDeletes(List.of(names)).build();
    }

    static WatchResponse snapshot(long revision, ConfigItem... items) {
        return part(revision, true, true, items);
    }

    static WatchResponse part(long revision, boolean first, boolean last, ConfigItem... items) {
        return at(revision)
                .setSnapshot(
                        SnapshotPart.newBuilder().setFirst(first).setLast(last).addAllItems(List.of(items)))
                .build();
    }

    static WatchResponse change(long revision, ConfigChange change) {
        return at(revision).setChange(change).build();
    }

    static WatchResponse heartbeat(long revision) {
        return at(revision).setHeartbeat(ConfigHeartbeat.getDefaultInstance()).build();
    }

    /** The same as another store would say it. */
    static WatchResponse ofStore(String storeId, WatchResponse message) {
        return message.toBuilder().setStoreId(storeId).build();
    }

    private static WatchResponse.Builder at(long revision) {
        return WatchResponse.newBuilder().setStoreId(STORE).setRevision(revision);
    }
}
