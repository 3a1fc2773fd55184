package io.millrace.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import io.grpc.Channel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.millrace.proto.control.v1.ChannelServiceGrpc;
import io.millrace.proto.control.v1.CreateChannelRequest;
import io.millrace.proto.control.v1.ListChannelsRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Callers that an OpenID provider knows. */
final class OidcCallersTest {

    @RegisterExtension
    static final Replicas REPLICAS = new Replicas(Map.of());

    private static final int BITS = 2_048;

    private static HttpServer provider;
    private static RsaJsonWebKey key;
    private static Channel closed;

    @BeforeAll
    static void aProvider() throws Exception {
        key = RsaJwkGenerator.generateJwk(BITS);
        key.setKeyId("one");
        byte[] keys = new JsonWebKeySet(key).toJson().getBytes(StandardCharsets.UTF_8);
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/keys", exchange -> {
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        provider.start();
        closed = REPLICAS.connect(REPLICAS.start(Map.of(
                "millrace.control.open", "false",
                "millrace.control.oidc.jwks-uri",
                        "http://127.0.0.1:" + provider.getAddress().getPort() + "/keys",
                "millrace.control.oidc.issuer", "https://id.example",
                "millrace.control.oidc.audience", "millrace",
                "millrace.control.oidc.roles-claim", "realm_access.roles")));
    }

    @AfterAll
    static void noProvider() {
        provider.stop(0);
    }

    @Test
    void aRoleOfTheClaimIsTheCallers() throws JoseException {
        assertEquals(Code.OK, list(token(claims("millrace-viewer"))));
        assertEquals(Code.PERMISSION_DENIED, create(token(claims("millrace-viewer"))));
        assertEquals(Code.INVALID_ARGUMENT, create(token(claims("other", "millrace-operator"))));
    }

    @Test
    void aRoleWithoutThePrefixIsNone() throws JoseException {
        assertEquals(Code.PERMISSION_DENIED, list(token(claims("admin", "viewer"))));
    }

    @Test
    void aTokenThatIsOverDoesNotHold() throws JoseException {
        JwtClaims over = claims("millrace-admin");
        over.setExpirationTimeMinutesInTheFuture(-5);

        assertEquals(Code.UNAUTHENTICATED, list(token(over)));
    }

    @Test
    void aTokenForOthersOrOfOthersDoesNotHold() throws JoseException {
        JwtClaims forOthers = claims("millrace-admin");
        forOthers.setAudience("shop");
        JwtClaims ofOthers = claims("millrace-admin");
        ofOthers.setIssuer("https://other.example");

        assertEquals(Code.UNAUTHENTICATED, list(token(forOthers)));
        assertEquals(Code.UNAUTHENTICATED, list(token(ofOthers)));
    }

    @Test
    void aTokenOfAnotherKeyDoesNotHold() throws JoseException {
        RsaJsonWebKey other = RsaJwkGenerator.generateJwk(BITS);
        other.setKeyId("one");

        assertEquals(
                Code.UNAUTHENTICATED,
                list(token(claims("millrace-admin"), other.getPrivateKey(), AlgorithmIdentifiers.RSA_USING_SHA256)));
    }

    @Test
    void aTokenThatIsSignedWithThePublicKeyAsASecretDoesNotHold() throws JoseException {
        HmacKey secret = new HmacKey(key.getPublicKey().getEncoded());

        assertEquals(
                Code.UNAUTHENTICATED, list(token(claims("millrace-admin"), secret, AlgorithmIdentifiers.HMAC_SHA256)));
    }

    private static JwtClaims claims(String... roles) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer("https://id.example");
        claims.setAudience("millrace");
        claims.setSubject("someone");
        claims.setExpirationTimeMinutesInTheFuture(5);
        claims.setClaim("realm_access", Map.of("roles", List.of(roles)));
        return claims;
    }

    private static String token(JwtClaims claims) throws JoseException {
        return token(claims, key.getPrivateKey(), AlgorithmIdentifiers.RSA_USING_SHA256);
    }

    private static String token(JwtClaims claims, Key signing, String algorithm) throws JoseException {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(signing);
        signature.setKeyIdHeaderValue("one");
        signature.setAlgorithmHeaderValue(algorithm);
        return signature.getCompactSerialization();
    }

    private static Code list(String token) {
        return code(() -> ChannelServiceGrpc.newBlockingStub(Replicas.telling(closed, token))
                .listChannels(ListChannelsRequest.getDefaultInstance()));
    }

    private static Code create(String token) {
        return code(() -> ChannelServiceGrpc.newBlockingStub(Replicas.telling(closed, token))
                .createChannel(CreateChannelRequest.getDefaultInstance()));
    }

    private static Code code(Runnable call) {
        try {
            call.run();
            return Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }
}
