package io.millrace.edge.playback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.access.playback.PlaybackToken;
import io.millrace.access.playback.SigningKey;
import io.millrace.access.secret.KeySecret;
import io.millrace.edge.playback.Decision.Allowed;
import io.millrace.edge.playback.Decision.Forbidden;
import io.millrace.edge.playback.Decision.Unauthenticated;
import io.millrace.proto.control.v1.PlaybackKeyConfig;
import io.millrace.proto.control.v1.SignedPlayback;
import io.millrace.proto.control.v1.TokenPlace;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedPolicyTest {

    private static final SigningKey KEY = SigningKey.random();
    private static final SigningKey OTHER = SigningKey.random();
    private static final String TOKEN = TestKeys.token("k1", KEY);
    private static final SignedPlayback ANY = SignedPlayback.getDefaultInstance();

    private Instant now = TestKeys.NOW;
    private final InstantSource clock = () -> now;
    private final VerifiedTokens verified = new VerifiedTokens(clock);

    @Test
    void withoutATokenTheReaderHasToShowOne() {
        assertInstanceOf(Unauthenticated.class, decide(ANY, TestKeys.inPath()));
    }

    @Test
    void aTokenLetsInFromEveryPlaceAndSaysWhichKeyItWas() {
        Decision allowed = new Allowed(Optional.of(TestKeys.name("k1")));
        assertEquals(allowed, decide(ANY, TestKeys.inQuery(TOKEN)));
        assertEquals(allowed, decide(ANY, TestKeys.inPath(TOKEN)));
        assertEquals(allowed, decide(ANY, TestKeys.inCookies("a=b; millrace_token=" + TOKEN)));
    }

    @ParameterizedTest
    @EnumSource(
            value = TokenPlace.class,
            names = {"TOKEN_PLACE_QUERY", "TOKEN_PLACE_PATH", "TOKEN_PLACE_COOKIE"})
    void aTokenInAPlaceThatIsNotAllowedLetsNobodyIn(TokenPlace place) {
        SignedPlayback policy = SignedPlayback.newBuilder().addPlaces(place).build();
        assertEquals(place == TokenPlace.TOKEN_PLACE_QUERY, isAllowed(policy, TestKeys.inQuery(TOKEN)));
        assertEquals(place == TokenPlace.TOKEN_PLACE_PATH, isAllowed(policy, TestKeys.inPath(TOKEN)));
        assertEquals(
                place == TokenPlace.TOKEN_PLACE_COOKIE,
                isAllowed(policy, TestKeys.inCookies("millrace_token=" + TOKEN)));
    }

    @Test
    void aPlaceThatIsNotKnownHereOpensNoOther() {
        SignedPlayback policy = SignedPlayback.newBuilder().addPlacesValue(99).build();
        assertInstanceOf(Forbidden.class, decide(policy, TestKeys.inQuery(TOKEN)));
    }

    @Test
    void onlyTokensOfTheKeysThatAreNamedAreTaken() {
        SignedPlayback policy = SignedPlayback.newBuilder().addKeyIds("k2").build();
        Map<String, PlaybackKeyConfig> keys = Map.of(
                TestKeys.name("k1"), TestKeys.signing(KEY).build(),
                TestKeys.name("k2"), TestKeys.signing(OTHER).build());
        assertInstanceOf(Forbidden.class, decide(policy, keys, TestKeys.inQuery(TOKEN)));
        assertInstanceOf(Allowed.class, decide(policy, keys, TestKeys.inQuery(TestKeys.token("k2", OTHER))));
    }

    @Test
    void aKeyThatIsRevokedOrAtItsEndLetsNobodyIn() {
        String name = TestKeys.name("k1");
        PlaybackKeyConfig revoked = TestKeys.signing(KEY).setRevoked(true).build();
        assertInstanceOf(Forbidden.class, decide(ANY, Map.of(name, revoked), TestKeys.inQuery(TOKEN)));
        PlaybackKeyConfig ending = TestKeys.signing(KEY)
                .setExpireTime(TestKeys.at(now.plusSeconds(10)))
                .build();
        assertInstanceOf(Allowed.class, decide(ANY, Map.of(name, ending), TestKeys.inQuery(TOKEN)));
        now = now.plusSeconds(10);
        assertInstanceOf(Forbidden.class, decide(ANY, Map.of(name, ending), TestKeys.inQuery(TOKEN)));
    }

    @Test
    void aTokenThatWasVerifiedBeforeEndsAllTheSame() {
        assertTrue(isAllowed(ANY, TestKeys.inQuery(TOKEN)));
        now = now.plusSeconds(3_600);
        assertEquals(new Forbidden("the playback token has expired"), decide(ANY, TestKeys.inQuery(TOKEN)));
    }

    @Test
    void aTokenThatWasVerifiedBeforeDoesNotHoldForAnotherPath() {
        assertTrue(isAllowed(ANY, TestKeys.inQuery(TOKEN)));
        PlaybackRequest elsewhere = new PlaybackRequest(
                "/live/camera/a.m3u8", List.of(TOKEN), "", new DefaultHttpHeaders(), TestKeys.READER);
        assertInstanceOf(Forbidden.class, decide(ANY, elsewhere));
    }

    @Test
    void aKeyThatGetsTheNameOfAnotherHasNotSignedItsTokens() {
        PlaybackRequest request = TestKeys.inQuery(TOKEN);
        String name = TestKeys.name("k1");
        assertInstanceOf(
                Allowed.class, decide(ANY, Map.of(name, TestKeys.signing(KEY).build()), request));
        assertInstanceOf(
                Forbidden.class,
                decide(ANY, Map.of(name, TestKeys.signing(OTHER).build()), request));
    }

    @Test
    void aTokenForOneAddressHoldsForThatAlone() {
        String bound = TestKeys.token("k1", KEY, "/live/cam/", Optional.of(TestKeys.READER));
        String others = TestKeys.token("k1", KEY, "/live/cam/", Optional.of(InetAddress.ofLiteral("192.0.2.8")));
        assertTrue(isAllowed(ANY, TestKeys.inQuery(bound)));
        assertFalse(isAllowed(ANY, TestKeys.inQuery(others)));
    }

    @Test
    void whereTokensMustBeBoundAnUnboundOneLetsNobodyIn() {
        SignedPlayback policy =
                SignedPlayback.newBuilder().setBindClientAddress(true).build();
        assertFalse(isAllowed(policy, TestKeys.inQuery(TOKEN)));
        assertTrue(isAllowed(
                policy, TestKeys.inQuery(TestKeys.token("k1", KEY, "/live/cam/", Optional.of(TestKeys.READER)))));
    }

    @Test
    void ofSeveralTokensOneThatHoldsIsEnough() {
        String old = new PlaybackToken("k1", "/live/cam/", 1, Optional.empty()).signed(KEY);
        assertTrue(isAllowed(ANY, TestKeys.inQuery(old, TOKEN)));
        assertTrue(isAllowed(ANY, TestKeys.inCookies("millrace_token=" + old + "; millrace_token=" + TOKEN)));
        assertTrue(isAllowed(ANY, TestKeys.inCookies("millrace_token=" + old, "millrace_token=" + TOKEN)));
        assertFalse(isAllowed(ANY, TestKeys.inQuery(old, old)));
    }

    @Test
    void aRequestWithManyTokensIsRefusedWhateverTheyAre() {
        assertInstanceOf(Forbidden.class, decide(ANY, TestKeys.inQuery("x", "x", "x", "x", TOKEN)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mrt1.", "mrt1..", "x", "%", "mrt1.%zz.a", "mrt1.azEgMTgwMDAwMDAwMCAtIC9saXZlL2NhbS8."})
    void whatIsNoTokenIsOneThatDoesNotHold(String text) {
        assertInstanceOf(Forbidden.class, decide(ANY, TestKeys.inQuery(text)));
    }

    @Test
    void aTokenMayBePercentEncodedInTheQuery() {
        assertTrue(isAllowed(ANY, TestKeys.inQuery(TOKEN.replace(".", "%2E"))));
    }

    @Test
    void onlyTheParameterOfThatNameIsAToken() {
        PlaybackRequest request = TestKeys.request(List.of(), "mytoken=" + TOKEN, new DefaultHttpHeaders());
        assertInstanceOf(Unauthenticated.class, decide(ANY, request));
        assertInstanceOf(Unauthenticated.class, decide(ANY, TestKeys.inCookies("other_millrace_token=" + TOKEN)));
    }

    @Test
    void aKeyOfACdnSignsNothing() {
        PlaybackKeyConfig cdn =
                TestKeys.cdn(KeySecret.random(KeySecret.Use.CDN, "k1")).build();
        assertInstanceOf(Forbidden.class, decide(ANY, Map.of(TestKeys.name("k1"), cdn), TestKeys.inQuery(TOKEN)));
    }

    @Test
    void whatIsRememberedIsForgottenWithItsKey() {
        SignedPolicy policy =
                policy(ANY, Map.of(TestKeys.name("k1"), TestKeys.signing(KEY).build()));
        policy.decide(TestKeys.inQuery(TOKEN));
        assertEquals(1, verified.count());
        verified.retain(Set.copyOf(policy.signingKeys()));
        assertEquals(1, verified.count());
        verified.retain(Set.of());
        assertEquals(0, verified.count());
    }

    @Test
    void whatIsRememberedIsForgottenWhenItEnds() {
        decide(ANY, TestKeys.inQuery(TOKEN));
        now = now.plusSeconds(3_601);
        assertEquals(0, verified.count());
    }

    @Test
    void aForgedTokenIsNotRemembered() {
        decide(ANY, TestKeys.inQuery(TestKeys.token("k1", OTHER)));
        assertEquals(0, verified.count());
    }

    @Test
    void nothingThatIsLoggedTellsAToken() {
        assertFalse(TestKeys.inQuery(TOKEN).toString().contains("mrt1"));
    }

    private boolean isAllowed(SignedPlayback policy, PlaybackRequest request) {
        return decide(policy, request) instanceof Allowed;
    }

    private Decision decide(SignedPlayback policy, PlaybackRequest request) {
        return decide(policy, Map.of(TestKeys.name("k1"), TestKeys.signing(KEY).build()), request);
    }

    private Decision decide(SignedPlayback policy, Map<String, PlaybackKeyConfig> keys, PlaybackRequest request) {
        return policy(policy, keys).decide(request);
    }

    private SignedPolicy policy(SignedPlayback policy, Map<String, PlaybackKeyConfig> keys) {
        return SignedPolicy.of(policy, keys, verified, clock);
    }
}
