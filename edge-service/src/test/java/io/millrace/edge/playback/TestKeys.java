package io.millrace.edge.playback;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.millrace.access.playback.PlaybackToken;
import io.millrace.access.playback.SigningKey;
import io.millrace.access.secret.KeySecret;
import io.millrace.proto.control.v1.PlaybackKeyConfig;
import io.millrace.proto.control.v1.PlaybackKeyKind;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keys, tokens and requests for tests, all of a channel {@code channels/cam} at {@code /live/cam/}. */
final class TestKeys {

    static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    static final InetAddress READER = InetAddress.ofLiteral("192.0.2.7");

    private TestKeys() {}

    static String name(String id) {
        return "channels/cam/playbackKeys/" + id;
    }

    static PlaybackKeyConfig.Builder signing(SigningKey key) {
        return PlaybackKeyConfig.newBuilder()
                .setKind(PlaybackKeyKind.PLAYBACK_KEY_KIND_SIGNING)
                .setSigningKey(ByteString.copyFrom(key.secret()));
    }

    static PlaybackKeyConfig.Builder cdn(KeySecret secret) {
        return PlaybackKeyConfig.newBuilder()
                .setKind(PlaybackKeyKind.PLAYBACK_KEY_KIND_CDN)
                .setSecretHash(ByteString.copyFrom(secret.hash()));
    }

    static Timestamp at(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    /** Good for an hour. */
    static String token(String id, SigningKey key) {
        return token(id, key, "/live/cam/", Optional.empty());
    }

    static String token(String id, SigningKey key, String prefix, Optional<InetAddress> client) {
        return new PlaybackToken(id, prefix, NOW.getEpochSecond() + 3_600, client).signed(key);
    }

    static PlaybackRequest inQuery(String... tokens) {
        return request(List.of(), "a=b&token=" + String.join("&token=", tokens), new DefaultHttpHeaders());
    }

    static PlaybackRequest inPath(String... tokens) {
        return request(List.of(tokens), "", new DefaultHttpHeaders());
    }

    static PlaybackRequest inCookies(String... cookies) {
        HttpHeaders headers = new DefaultHttpHeaders();
        for (String cookie : cookies) {
            headers.add("Cookie", cookie);
        }
        return request(List.of(), "", headers);
    }

    static PlaybackRequest request(List<String> pathTokens, String query, HttpHeaders headers) {
        return new PlaybackRequest("/live/cam/a.m3u8", pathTokens, query, headers, READER);
    }
}
