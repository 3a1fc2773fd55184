package io.millrace.control.caller;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;

/**
 * Bearer tokens of an OpenID provider: checked against its keys, which are fetched when they are needed, kept as long as
 * the provider allows, and fetched again for a key that is not among them. May be used by any thread; fetching blocks.
 */
final class OidcTokens {

    private static final Logger LOG = Logger.getLogger(OidcTokens.class);
    private static final int CLOCK_SKEW_SECONDS = 30;
    /** A provider that does not answer must not be asked for each call with an unknown key. */
    private static final long LEAST_REFRESH_MS = 5_000;

    private static final long RETAIN_SECONDS = 600;

    private final JwtConsumer consumer;
    private final List<String> rolesClaim;
    private final String rolePrefix;

    private OidcTokens(JwtConsumer consumer, CallersConfig.Oidc config) {
        this.consumer = consumer;
        this.rolesClaim = List.of(config.rolesClaim().split("\\.", -1));
        this.rolePrefix = config.rolePrefix();
    }

    /** Empty where no provider is configured. Nothing is fetched yet. */
    static Optional<OidcTokens> of(CallersConfig.Oidc config) {
        return config.jwksUri().map(uri -> {
            HttpsJwks keys = new HttpsJwks(uri);
            keys.setRefreshReprieveThreshold(LEAST_REFRESH_MS);
            keys.setRetainCacheOnErrorDuration(RETAIN_SECONDS);
            JwtConsumerBuilder builder = new JwtConsumerBuilder()
                    .setVerificationKeyResolver(new HttpsJwksVerificationKeyResolver(keys))
                    // Never one with a shared secret: the provider's public key would be it.
                    .setJwsAlgorithmConstraints(new AlgorithmConstraints(
                            ConstraintType.PERMIT,
                            AlgorithmIdentifiers.RSA_USING_SHA256,
                            AlgorithmIdentifiers.RSA_USING_SHA384,
                            AlgorithmIdentifiers.RSA_USING_SHA512,
                            AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
                            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
                            AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
                            AlgorithmIdentifiers.EDDSA))
                    .setRequireExpirationTime()
                    .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS);
            config.issuer().ifPresent(builder::setExpectedIssuer);
            config.audience().ifPresentOrElse(builder::setExpectedAudience, builder::setSkipDefaultAudienceValidation);
            return new OidcTokens(builder.build(), config);
        });
    }

    /** Who has the token; empty if it does not hold. */
    Optional<Caller> caller(String token) {
        try {
            JwtClaims claims = consumer.processToClaims(token);
            Object name = Optional.ofNullable(claims.getClaimValue("preferred_username"))
                    .or(() -> Optional.ofNullable(claims.getClaimValue("sub")))
                    .orElse("unnamed");
            return Optional.of(new Caller(name.toString(), roles(claims)));
        } catch (InvalidJwtException e) {
            // Not the exception itself, which holds the token.
            LOG.infof(
                    "a bearer token does not hold: %s",
                    e.getErrorDetails().stream()
                            .map(error -> "error " + error.getErrorCode())
                            .toList());
            return Optional.empty();
        }
    }

    private Set<Role> roles(JwtClaims claims) {
        Object value = claims.getClaimsMap();
        for (String part : rolesClaim) {
            value = value instanceof Map<?, ?> object ? object.get(part) : null;
        }
        List<?> words = switch (value) {
            case List<?> list -> list;
            case String text -> List.of(text.split("[ ,]+"));
            case null, default -> List.of();
        };
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (Object word : words) {
            if (word instanceof String role && role.startsWith(rolePrefix)) {
                Role.parse(role.substring(rolePrefix.length())).ifPresent(roles::add);
            }
        }
        return roles;
    }
}
