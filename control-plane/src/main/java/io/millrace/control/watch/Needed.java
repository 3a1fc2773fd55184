package io.millrace.control.watch;

import io.millrace.control.store.Stored;
import io.millrace.proto.control.store.v1.StoredKey;
import io.millrace.proto.control.store.v1.StoredPlaybackKey;
import io.millrace.proto.control.store.v1.StoredResource.ResourceCase;
import io.millrace.proto.control.v1.ConfigItem;
import io.millrace.proto.control.v1.PlaybackKeyConfig;
import io.millrace.proto.control.v1.PlaybackKeyKind;
import io.millrace.proto.control.v1.PublishKeyConfig;
import io.millrace.proto.control.v1.ServiceKind;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What a kind of service needs to know, and nothing else. */
enum Needed {
    BY_INGEST(ResourceCase.CHANNEL, ResourceCase.KEY),
    BY_EDGE(ResourceCase.CHANNEL, ResourceCase.PLAYBACK_KEY),
    BY_SHAPER(
            ResourceCase.CHANNEL,
            ResourceCase.RULE,
            ResourceCase.TAG,
            ResourceCase.SESSION,
            ResourceCase.SESSION_STATE);

    @SuppressWarnings("ImmutableEnumChecker") // never changed
    private final Set<ResourceCase> kinds;

    Needed(ResourceCase first, ResourceCase... others) {
        this.kinds = EnumSet.of(first, others);
    }

    /** Empty for what is no kind of service. */
    static Optional<Needed> by(ServiceKind service) {
        return switch (service) {
            case SERVICE_KIND_INGEST -> Optional.of(BY_INGEST);
            case SERVICE_KIND_EDGE -> Optional.of(BY_EDGE);
            case SERVICE_KIND_SHAPER -> Optional.of(BY_SHAPER);
            case SERVICE_KIND_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    }

    /** The resource as the service is told of it, if it is. */
    Optional<ConfigItem> item(Stored stored) {
        if (!kinds.contains(stored.value().getResourceCase())) {
            return Optional.empty();
        }
        ConfigItem.Builder item = ConfigItem.newBuilder().setName(stored.name());
        switch (stored.value().getResourceCase()) {
            case CHANNEL ->
                item.setChannel(stored.value().getChannel().toBuilder().setRevision(stored.revision()));
            case KEY -> item.setPublishKey(publishKey(stored.value().getKey()));
            case PLAYBACK_KEY -> item.setPlaybackKey(playbackKey(stored.value().getPlaybackKey()));
            case RULE -> item.setRule(stored.value().getRule().toBuilder().setRevision(stored.revision()));
            case TAG -> item.setTag(stored.value().getTag().toBuilder().setRevision(stored.revision()));
            case SESSION ->
                item.setSession(stored.value().getSession().toBuilder().setRevision(stored.revision()));
            case SESSION_STATE -> item.setSessionState(stored.value().getSessionState());
            case RESOURCE_NOT_SET -> throw new IllegalStateException(stored.name() + " is of no known kind");
        }
        return Optional.of(item.build());
    }

    /** Whether the service was told of a resource by this name, if there was one. */
    boolean concerns(String name) {
        return kinds.contains(
                switch (collection(name)) {
                    case "channels" -> ResourceCase.CHANNEL;
                    case "channels/keys" -> ResourceCase.KEY;
                    case "channels/playbackKeys" -> ResourceCase.PLAYBACK_KEY;
                    case "rules" -> ResourceCase.RULE;
                    case "tags" -> ResourceCase.TAG;
                    case "sessions" -> ResourceCase.SESSION;
                    case "sessions/states" -> ResourceCase.SESSION_STATE;
                    default -> ResourceCase.RESOURCE_NOT_SET;
                });
    }

    /** Without the ids: {@code channels/keys} of {@code channels/cam/keys/k1}. */
    private static String collection(String name) {
        String[] parts = name.split("/", -1);
        return parts.length > 2 ? parts[0] + '/' + parts[2] : parts[0];
    }

    private static PublishKeyConfig publishKey(StoredKey stored) {
        PublishKeyConfig.Builder key = PublishKeyConfig.newBuilder()
                .setSecretHash(stored.getSecretHash())
                .setRevoked(stored.getKey().hasRevokeTime());
        if (stored.getKey().hasExpireTime()) {
            key.setExpireTime(stored.getKey().getExpireTime());
        }
        return key.build();
    }

    private static PlaybackKeyConfig playbackKey(StoredPlaybackKey stored) {
        PlaybackKeyConfig.Builder key = PlaybackKeyConfig.newBuilder()
                .setKind(stored.getKey().getKind())
                .setRevoked(stored.getKey().hasRevokeTime());
        if (stored.getKey().getKind() == PlaybackKeyKind.PLAYBACK_KEY_KIND_CDN) {
            key.setSecretHash(stored.getSecretHash());
        } else {
            key.setSigningKey(stored.getSigningKey());
        }
        if (stored.getKey().hasExpireTime()) {
            key.setExpireTime(stored.getKey().getExpireTime());
        }
        return key.build();
    }
}
