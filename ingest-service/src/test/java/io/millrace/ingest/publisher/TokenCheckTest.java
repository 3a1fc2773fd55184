package io.millrace.ingest.publisher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.millrace.proto.control.v1.JwtPublishing;
import io.millrace.proto.control.v1.KeyPlace;
import io.millrace.proto.control.v1.PublishPolicy;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens of an issuer that has its keys on a web server. */
class TokenCheckTest {

    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final String PATH = "/live/cam/a.ts";

    private static PublicJsonWebKey rsa;
    private static PublicJsonWebKey elliptic;
    private static PublicJsonWebKey edwards;

    private final AtomicLong nanos = new AtomicLong();
    private final Vertx vertx = Vertx.vertx();
    private final WebServer issuer = new WebServer();
    private final PublisherCounters counters = new PublisherCounters();
    private final WebCalls web = new WebCalls(vertx);
    private final TokenCheck check = new TokenCheck(web, new OfferDigest(), counters, nanos::get);

    @BeforeAll
    static void makeKeys() throws Exception {
        rsa = named(RsaJwkGenerator.generateJwk(2048), "rsa");
        elliptic = named(EcJwkGenerator.generateJwk(EllipticCurves.P256), "elliptic");
        edwards = named(OkpJwkGenerator.generateJwk("Ed25519"), "edwards");
    }

    @BeforeEach
    void publishKeys() {
        issuer.answers(200, keySet(rsa, elliptic, edwards));
    }

    @AfterEach
    void stop() throws Exception {
        check.close();
        web.close();
        issuer.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({"rsa, RS256", "rsa, RS512", "rsa, PS256", "elliptic, ES256", "edwards, EdDSA"})
    void aTokenIsTakenWhateverItsKindOfKey(String key, String algorithm) throws Exception {
        Finding found = find(policy(), token(key(key), algorithm, claims -> {}));
        Proof.Token proof = assertInstanceOf(
                Proof.Token.class, assertInstanceOf(Finding.Proved.class, found).proof());
        assertEquals("studio", proof.subject());
        assertEquals(NOW.plusSeconds(65), proof.expiry());
    }

    @Test
    void aTokenIsGoodForSeveralPaths() throws Exception {
        assertProved(claims -> claims.setStringListClaim("path", "/other/", "/live/cam/"));
    }

    @ParameterizedTest
    @CsvSource({"/live/cam/", "/live/cam", "/live/", "/"})
    void thePathOfATokenIsADirectoryWithASlashAtItsEndOrWithout(String prefix) throws Exception {
        assertProved(claims -> claims.setStringClaim("path", prefix));
    }

    @ParameterizedTest
    @CsvSource({"/live/ca", "/live/cam/a", "/live/cam/a.ts/", "/other/", "''", "live/cam/", "*"})
    void aTokenForAnotherPathAllowsNothingHere(String prefix) throws Exception {
        assertEquals(
                new Finding.Outside("the token does not allow to publish to this path"),
                find(policy(), token(rsa, "RS256", claims -> claims.setStringClaim("path", prefix))));
    }

    @Test
    void aTokenWithoutAPathAllowsNothing() throws Exception {
        assertInstanceOf(
                Finding.Outside.class, find(policy(), token(rsa, "RS256", claims -> claims.unsetClaim("path"))));
        assertInstanceOf(
                Finding.Outside.class,
                find(
                        policy(),
                        token(rsa, "RS256", claims -> claims.setClaim("path", List.of(1, List.of("/live/cam/"))))));
    }

    @Test
    void theClaimWithThePathCanHaveAnotherName() throws Exception {
        JwtPublishing policy = policy().toBuilder().setPathClaim("publish").build();
        String token = token(rsa, "RS256", claims -> {
            claims.unsetClaim("path");
            claims.setStringClaim("publish", "/live/cam/");
        });
        assertInstanceOf(Finding.Proved.class, find(policy, token));
    }

    @Test
    void whatIsWrongWithATokenIsTold() throws Exception {
        assertRefused("the token has expired", claims -> claims.setExpirationTime(at(-60)));
        assertRefused("the token has no exp", claims -> claims.unsetClaim("exp"));
        assertRefused("the token is not valid yet", claims -> claims.setNotBefore(at(60)));
        assertRefused("the token is of another issuer", claims -> claims.setIssuer("other"));
        assertRefused("the token is of another issuer", claims -> claims.unsetClaim("iss"));
        assertRefused("the token is for another audience", claims -> claims.setAudience("other"));
        assertRefused("the token is for another audience", claims -> claims.unsetClaim("aud"));
    }

    @Test
    void anIssuerOrAnAudienceIsAskedForOnlyWhereTheChannelNamesOne() throws Exception {
        JwtPublishing any = JwtPublishing.newBuilder().setJwksUri(issuer.uri()).build();
        String token = token(rsa, "RS256", claims -> {
            claims.setIssuer("other");
            claims.setAudience("other");
        });
        assertInstanceOf(Finding.Proved.class, find(any, token));
    }

    @Test
    void aTokenThatWasChangedIsRefused() throws Exception {
        String[] parts = token(rsa, "RS256", claims -> {}).split("\\.", -1);
        String other = token(rsa, "RS256", claims -> claims.setSubject("other")).split("\\.", -1)[1];
        assertEquals(
                new Finding.Refused("the token's signature is wrong"),
                find(policy(), parts[0] + "." + other + "." + parts[2]));
    }

    @Test
    void aTokenSignedByAnotherUnderAKnownNameIsRefused() throws Exception {
        PublicJsonWebKey forged = named(RsaJwkGenerator.generateJwk(2048), "rsa");
        assertEquals(
                new Finding.Refused("the token's signature is wrong"), find(policy(), token(forged, "RS256", c -> {})));
    }

    @Test
    void aTokenWithoutASignatureIsRefused() throws Exception {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims().toJson());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
        signature.setAlgorithmConstraints(org.jose4j.jwa.AlgorithmConstraints.NO_CONSTRAINTS);
        assertRefused(signature.getCompactSerialization());
    }

    @Test
    void aTokenSignedWithThePublicKeyAsASharedSecretIsRefused() throws Exception {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims().toJson());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        signature.setKeyIdHeaderValue("rsa");
        signature.setKey(new HmacKey(rsa.getPublicKey().getEncoded()));
        assertRefused(signature.getCompactSerialization());
    }

    @ParameterizedTest
    @CsvSource({"''", "x", "a.b", "a.b.c", "a.b.c.d.e", "..", "'{}'"})
    void whatIsNoTokenIsRefused(String text) throws Exception {
        assertRefused(text);
    }

    @Test
    void aPublishKeyIsNoTokenAndNeitherIsAPassword() throws Exception {
        assertEquals(Finding.NOTHING_OFFERED, find(policy(), "mrk_studio_secret"));
        assertEquals(
                Finding.NOTHING_OFFERED,
                check(policy(), new Offer.Password("user", token(rsa, "RS256", claims -> {}))));
    }

    @Test
    void anIssuersNewKeyIsFetchedWhenATokenNamesIt() throws Exception {
        assertProved(claims -> {});
        PublicJsonWebKey newer = named(RsaJwkGenerator.generateJwk(2048), "newer");
        issuer.answers(200, keySet(rsa, newer));
        String token = token(newer, "RS256", claims -> {});
        // The first fetch was a moment ago.
        assertInstanceOf(Finding.Refused.class, find(policy(), token));
        pass(Duration.ofSeconds(11));
        assertInstanceOf(Finding.Proved.class, find(policy(), token));
    }

    @Test
    void whileTheIssuerIsAwayItsKeysAreGoodForAnHour() throws Exception {
        assertProved(claims -> {});
        issuer.answers(503, "");
        pass(Duration.ofMinutes(59));
        assertProved(claims -> claims.setSubject("later"));
        pass(Duration.ofMinutes(2));
        assertInstanceOf(
                Finding.Unknown.class, find(policy(), token(rsa, "RS256", claims -> claims.setSubject("too late"))));
    }

    @Test
    void aKeyThatTheIssuerHasTakenBackIsNotTakenForLong() throws Exception {
        assertProved(claims -> {});
        issuer.answers(200, keySet(elliptic));
        pass(Duration.ofMinutes(16));
        assertInstanceOf(
                Finding.Refused.class, find(policy(), token(rsa, "RS256", claims -> claims.setSubject("later"))));
    }

    @Test
    void unknownKeysCanNotMakeTheIssuerBeAskedAgainAndAgain() throws Exception {
        PublicJsonWebKey unknown = named(RsaJwkGenerator.generateJwk(2048), "unknown");
        for (int i = 0; i < 20; i++) {
            String subject = "subject" + i;
            assertInstanceOf(
                    Finding.Refused.class,
                    find(policy(), token(unknown, "RS256", claims -> claims.setSubject(subject))));
        }
        assertEquals(1, issuer.asked().size());
    }

    @Test
    void aTokenThatWasCheckedIsNotCheckedAgainForAMoment() throws Exception {
        String token = token(rsa, "RS256", claims -> {});
        for (int i = 0; i < 20; i++) {
            assertInstanceOf(Finding.Proved.class, find(policy(), token));
        }
        assertEquals(1, counters.tokenChecks.sum());
    }

    @ParameterizedTest
    @CsvSource({"500, x", "404, x", "200, no JSON", "302, x"})
    void withoutTheIssuersKeysNothingCanBeTold(int status, String body) throws Exception {
        issuer.answers(status, body).with("Location", issuer.uri() + "/elsewhere");
        assertInstanceOf(Finding.Unknown.class, find(policy(), token(rsa, "RS256", claims -> {})));
        assertEquals(1, issuer.asked().size());
        assertEquals(1, counters.issuerFailures.sum());
    }

    @Test
    void keysThatAreTooLongAreNotTaken() throws Exception {
        issuer.answers(200, keySet(rsa) + " ".repeat(300 << 10));
        assertInstanceOf(Finding.Unknown.class, find(policy(), token(rsa, "RS256", claims -> {})));
    }

    @ParameterizedTest
    @CsvSource({"http://issuer.example/keys", "file:///etc/passwd", "keys", "''", "http://127.0.0.1.example/keys"})
    void keysAreNotFetchedFromWhereTheyCouldBeChangedOnTheWay(String uri) throws Exception {
        JwtPublishing policy = policy().toBuilder().setJwksUri(uri).build();
        assertInstanceOf(Finding.Unknown.class, find(policy, token(rsa, "RS256", claims -> {})));
    }

    private void assertProved(Consumer<JwtClaims> change) throws Exception {
        assertInstanceOf(Finding.Proved.class, find(policy(), token(rsa, "RS256", change)));
    }

    private void assertRefused(String detail, Consumer<JwtClaims> change) throws Exception {
        assertEquals(new Finding.Refused(detail), find(policy(), token(rsa, "RS256", change)));
    }

    private void assertRefused(String token) throws Exception {
        assertInstanceOf(Finding.Refused.class, find(policy(), token));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private JwtPublishing policy() {
        return JwtPublishing.newBuilder()
                .setIssuer("issuer")
                .setJwksUri(issuer.uri())
                .addAllAudiences(List.of("elsewhere", "ingest"))
                .build();
    }

    private Finding find(JwtPublishing policy, String token) throws Exception {
        return check(policy, new Offer.Secret(KeyPlace.KEY_PLACE_BEARER, token));
    }

    private Finding check(JwtPublishing policy, Offer offer) throws Exception {
        PublishRequest request = new PublishRequest(
                Channels.channel(
                        "cam", PublishPolicy.newBuilder().setJwt(policy).build()),
                "PUT",
                PATH,
                "/live/cam/",
                InetAddress.getLoopbackAddress(),
                List.of(offer));
        return check.check(policy, request, NOW).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static String token(PublicJsonWebKey key, String algorithm, Consumer<JwtClaims> change)
            throws JoseException {
        JwtClaims claims = claims();
        change.accept(claims);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setAlgorithmHeaderValue(algorithm);
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setKey(key.getPrivateKey());
        return signature.getCompactSerialization();
    }

    private static JwtClaims claims() {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer("issuer");
        claims.setAudience("ingest");
        claims.setSubject("studio");
        claims.setExpirationTime(at(60));
        claims.setStringClaim("path", "/live/cam/");
        return claims;
    }

    private static NumericDate at(int seconds) {
        return NumericDate.fromSeconds(NOW.plusSeconds(seconds).getEpochSecond());
    }

    private static PublicJsonWebKey key(String name) {
        return switch (name) {
            case "rsa" -> rsa;
            case "elliptic" -> elliptic;
            default -> edwards;
        };
    }

    private static PublicJsonWebKey named(PublicJsonWebKey key, String name) {
        key.setKeyId(name);
        return key;
    }

    private static String keySet(PublicJsonWebKey... keys) {
        return new String(
                new JsonWebKeySet(Arrays.asList(keys))
                        .toJson(OutputControlLevel.PUBLIC_ONLY)
                        .getBytes(StandardCharsets.UTF_8),
                StandardCharsets.UTF_8);
    }
}
