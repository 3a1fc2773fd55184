package io.millrace.edge.playback;

import io.millrace.access.playback.SigningKey;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.PlaybackKeyConfig;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Who may read a channel's objects. Immutable but for what is remembered; used by every event loop. */
public sealed interface PlaybackPolicy permits OpenPolicy, CdnSecretPolicy, SignedPolicy {

    /** Decides about one request for an object or a directory of the channel. Never blocks. */
    Decision decide(PlaybackRequest request);

    /** Whether what one client may read others may not, so that no shared cache may keep it unless it is told so. */
    boolean personal();

    /** The keys with which the tokens that it takes are signed. */
    default Collection<SigningKey> signingKeys() {
        return List.of();
    }

    /**
     * A channel's policy.
     *
     * @param keys the channel's playback keys by their names, those that are revoked or expired too
     * @param verified what is remembered of tokens that were verified; shared by all channels
     */
    static PlaybackPolicy of(
            Channel channel, Map<String, PlaybackKeyConfig> keys, VerifiedTokens verified, InstantSource clock) {
        return switch (channel.getPlayback().getPolicyCase()) {
            case OPEN, POLICY_NOT_SET -> OpenPolicy.OPEN;
            case CDN_SECRET -> CdnSecretPolicy.of(channel.getPlayback().getCdnSecret(), keys, clock);
            case SIGNED -> SignedPolicy.of(channel.getPlayback().getSigned(), keys, verified, clock);
        };
    }
}
