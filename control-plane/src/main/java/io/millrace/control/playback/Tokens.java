package io.millrace.control.playback;

import com.google.protobuf.util.Timestamps;
import io.millrace.access.playback.PlaybackToken;
import io.millrace.access.playback.SigningKey;
import io.millrace.access.playback.TokenForms;
import io.millrace.checks.Fields;
import io.millrace.checks.Names;
import io.millrace.checks.Violations;
import io.millrace.control.api.ApiErrors;
import io.millrace.control.key.KeyLife;
import io.millrace.control.store.ControlStore;
import io.millrace.control.store.Stored;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.IssueTokenRequest;
import io.millrace.proto.control.v1.IssueTokenResponse;
import io.millrace.proto.control.v1.KeyState;
import io.millrace.proto.control.v1.PlaybackKey;
import io.millrace.proto.control.v1.PlaybackKeyKind;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Issues playback tokens. May be used by any thread; calls block. */
final class Tokens {

    private static final Duration LEAST_TTL = Duration.ofSeconds(1);
    private static final Duration MOST_TTL = Duration.ofDays(3_653);
    private static final int MOST_PREFIX_BYTES = 1_024;

    private final ControlStore store;
    private final PlaybackKeys keys;
    private final Clock clock;

    Tokens(ControlStore store, PlaybackKeys keys, Clock clock) {
        this.store = store;
        this.keys = keys;
        this.clock = clock;
    }

    IssueTokenResponse issue(IssueTokenRequest request) {
        ApiErrors.checkName("parent", request.getParent(), "channels/*");
        Channel channel = store.find(request.getParent())
                .orElseThrow(() -> ApiErrors.notFound(request.getParent()))
                .value()
                .getChannel();
        String prefix = request.getPathPrefix().isEmpty() ? channel.getPathPrefix() : request.getPathPrefix();
        Violations violations = new Violations();
        violations.require(
                "path_prefix",
                prefix.startsWith(channel.getPathPrefix()),
                "must begin with the channel's, " + channel.getPathPrefix());
        violations.require(
                "path_prefix",
                prefix.getBytes(StandardCharsets.UTF_8).length <= MOST_PREFIX_BYTES
                        && prefix.chars().noneMatch(Character::isISOControl),
                "must have up to " + MOST_PREFIX_BYTES + " bytes, and no control characters");
        long expirySeconds = expirySeconds(request, violations);
        Optional<InetAddress> client = client(request.getClientAddress(), violations);
        violations.require(
                "client_address",
                client.isPresent() || !channel.getPlayback().getSigned().getBindClientAddress(),
                "must be set: the channel binds tokens to addresses");
        if (!request.getBaseUri().isEmpty()) {
            Fields.checkWebUri(violations, "base_uri", request.getBaseUri());
        }
        ApiErrors.check(violations);
        Stored key = signingKey(request, channel.getPlayback().getSigned().getKeyIdsList());
        SigningKey signing =
                SigningKey.of(key.value().getPlaybackKey().getSigningKey().toByteArray());
        String token = new PlaybackToken(Names.id(key.name()), prefix, expirySeconds, client).signed(signing);
        String base = request.getBaseUri().replaceFirst("/+$", "");
        return IssueTokenResponse.newBuilder()
                .setToken(token)
                .setExpireTime(Timestamps.fromSeconds(expirySeconds))
                .setPlaybackKey(key.name())
                .setQueryUri(TokenForms.query(base, prefix, token))
                .setPathUri(TokenForms.path(base, prefix, token))
                .setCookie(TokenForms.cookie(prefix, token, Instant.ofEpochSecond(expirySeconds)))
                .build();
    }

    /** Rounded up, so that a token is never shorter than it was asked to be. */
    private long expirySeconds(IssueTokenRequest request, Violations violations) {
        return switch (request.getEndCase()) {
            case EXPIRE_TIME -> {
                Fields.checkFuture(violations, "expire_time", request.getExpireTime(), clock.millis());
                yield request.getExpireTime().getSeconds()
                        + (request.getExpireTime().getNanos() > 0 ? 1 : 0);
            }
            case TTL -> {
                Fields.checkDuration(violations, "ttl", request.getTtl(), LEAST_TTL, MOST_TTL);
                Instant end = clock.instant().plus(Fields.duration(request.getTtl()));
                yield end.getEpochSecond() + (end.getNano() > 0 ? 1 : 0);
            }
            case END_NOT_SET -> {
                violations.require("expire_time", false, "must be set, or ttl");
                yield 0;
            }
        };
    }

    private static Optional<InetAddress> client(String address, Violations violations) {
        if (address.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException e) {
            violations.require("client_address", false, "must be an IPv4 or IPv6 address");
            return Optional.empty();
        }
    }

    /** @param taken ids of the keys whose tokens the channel takes; empty for all */
    private Stored signingKey(IssueTokenRequest request, List<String> taken) {
        String channel = request.getParent();
        if (!request.getKeyId().isEmpty()) {
            String name = channel + "/playbackKeys/" + request.getKeyId();
            PlaybackKey named = keys.get(name);
            KeyLife.checkActive(name, named.getState());
            if (named.getKind() != PlaybackKeyKind.PLAYBACK_KEY_KIND_SIGNING) {
                throw ApiErrors.precondition("NO_KEY", name, "it is no key of kind SIGNING");
            }
            return store.find(name).orElseThrow(() -> ApiErrors.notFound(name));
        }
        return keys.all(channel).stream()
                .filter(stored -> keys.shown(stored).getState() == KeyState.KEY_STATE_ACTIVE)
                .filter(stored -> keys.shown(stored).getKind() == PlaybackKeyKind.PLAYBACK_KEY_KIND_SIGNING)
                .filter(stored -> taken.isEmpty() || taken.contains(Names.id(stored.name())))
                .max(Comparator.comparing(
                                (Stored stored) ->
                                        stored.value().getPlaybackKey().getKey().getCreateTime(),
                                Timestamps.comparator())
                        .thenComparingLong(Stored::revision))
                .orElseThrow(() -> ApiErrors.precondition(
                        "NO_KEY", channel, "it has no active playback key of kind SIGNING: create one"));
    }
}
