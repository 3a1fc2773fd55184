package io.millrace.edge.playback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.millrace.access.secret.KeySecret;
import io.millrace.access.secret.KeySecret.Use;
import io.millrace.edge.playback.Decision.Allowed;
import io.millrace.edge.playback.Decision.Forbidden;
import io.millrace.proto.control.v1.CdnSecretPlayback;
import io.millrace.proto.control.v1.PlaybackKeyConfig;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CdnSecretPolicyTest {

    private static final String HEADER = "Millrace-CDN-Secret";
    private static final KeySecret SECRET = KeySecret.random(Use.CDN, "cdn");
    private static final KeySecret NEXT = KeySecret.random(Use.CDN, "next");

    private Instant now = TestKeys.NOW;

    @Test
    void whoTellsTheSecretMayRead() {
        assertEquals(
                new Allowed(Optional.of(TestKeys.name("cdn"))),
                decide(key(TestKeys.cdn(SECRET)), HEADER, SECRET.text()));
    }

    @Test
    void nobodyElseMay() {
        Map<String, PlaybackKeyConfig> keys = key(TestKeys.cdn(SECRET));
        assertInstanceOf(Forbidden.class, decide(keys, "Other", SECRET.text()));
        assertInstanceOf(
                Forbidden.class,
                decide(keys, HEADER, KeySecret.random(Use.CDN, "cdn").text()));
        assertInstanceOf(Forbidden.class, decide(keys, HEADER, NEXT.text()));
        assertInstanceOf(Forbidden.class, decide(keys, HEADER, ""));
        assertInstanceOf(Forbidden.class, decide(keys, HEADER, "cdn"));
    }

    @Test
    void whileKeysRotateBothSecretsHold() {
        Map<String, PlaybackKeyConfig> keys = Map.of(
                TestKeys.name("cdn"),
                TestKeys.cdn(SECRET)
                        .setExpireTime(TestKeys.at(now.plusSeconds(60)))
                        .build(),
                TestKeys.name("next"),
                TestKeys.cdn(NEXT).build());
        assertInstanceOf(Allowed.class, decide(keys, HEADER, SECRET.text()));
        assertInstanceOf(Allowed.class, decide(keys, HEADER, NEXT.text()));
        now = now.plusSeconds(60);
        assertInstanceOf(Forbidden.class, decide(keys, HEADER, SECRET.text()));
        assertInstanceOf(Allowed.class, decide(keys, HEADER, NEXT.text()));
    }

    @Test
    void aRevokedSecretLetsNobodyIn() {
        assertInstanceOf(Forbidden.class, decide(key(TestKeys.cdn(SECRET).setRevoked(true)), HEADER, SECRET.text()));
    }

    @Test
    void theChannelMayNameTheHeader() {
        CdnSecretPolicy policy = CdnSecretPolicy.of(
                CdnSecretPlayback.newBuilder().setHeader("X-Mine").build(), key(TestKeys.cdn(SECRET)), () -> now);
        assertInstanceOf(Allowed.class, policy.decide(request(Map.of("x-mine", SECRET.text()))));
        assertInstanceOf(Forbidden.class, policy.decide(request(Map.of(HEADER, SECRET.text()))));
    }

    @Test
    void whatAClientPutsThereItselfDoesNotShutTheCdnOut() {
        HttpHeaders headers = new DefaultHttpHeaders().add(HEADER, "made up").add(HEADER, SECRET.text());
        assertInstanceOf(
                Allowed.class, policy(key(TestKeys.cdn(SECRET))).decide(TestKeys.request(List.of(), "", headers)));
    }

    private static Map<String, PlaybackKeyConfig> key(PlaybackKeyConfig.Builder key) {
        return Map.of(TestKeys.name("cdn"), key.build());
    }

    private Decision decide(Map<String, PlaybackKeyConfig> keys, String header, String secret) {
        return policy(keys).decide(request(Map.of(header, secret)));
    }

    private CdnSecretPolicy policy(Map<String, PlaybackKeyConfig> keys) {
        return CdnSecretPolicy.of(CdnSecretPlayback.getDefaultInstance(), keys, () -> now);
    }

    private static PlaybackRequest request(Map<String, String> headers) {
        HttpHeaders sent = new DefaultHttpHeaders();
        headers.forEach(sent::add);
        return TestKeys.request(List.of(), "", sent);
    }
}
