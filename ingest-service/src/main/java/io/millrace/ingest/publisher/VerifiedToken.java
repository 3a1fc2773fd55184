package io.millrace.ingest.publisher;

import io.millrace.proto.control.v1.JwtPublishing;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * What a token says whose signature and claims are right (RFC 7519). Immutable.
 *
 * @param subject {@code sub}, or an empty string
 * @param expiry {@code exp}, with what clocks may differ by
 * @param prefixes directories below which its holder may publish, each from slash to slash
 */
record VerifiedToken(String subject, Instant expiry, List<String> prefixes) {

    private static final String PATH_CLAIM = "path";

    /** What the clocks of issuers may differ from ours by. */
    private static final int SKEW_SECONDS = 5;

    /** Those with two keys: whoever can check a token could sign one with the others. */
    private static final AlgorithmConstraints ALGORITHMS = new AlgorithmConstraints(
            ConstraintType.PERMIT,
            AlgorithmIdentifiers.RSA_USING_SHA256,
            AlgorithmIdentifiers.RSA_USING_SHA384,
            AlgorithmIdentifiers.RSA_USING_SHA512,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA384,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA512,
            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
            AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512,
            AlgorithmIdentifiers.EDDSA);

    VerifiedToken {
        prefixes = List.copyOf(prefixes);
    }

    /**
     * Checks a token, which takes a part of a millisecond of computing.
     *
     * @throws InvalidTokenException if it proves nothing
     */
    static VerifiedToken of(JwtPublishing policy, String token, List<JsonWebKey> keys, Instant now)
            throws InvalidTokenException {
        JwksVerificationKeyResolver resolver = new JwksVerificationKeyResolver(keys);
        resolver.setDisambiguateWithVerifySignature(true);
        JwtConsumerBuilder consumer = new JwtConsumerBuilder()
                .setVerificationKeyResolver(resolver)
                .setJwsAlgorithmConstraints(ALGORITHMS)
                .setRequireExpirationTime()
                .setAllowedClockSkewInSeconds(SKEW_SECONDS)
                .setEvaluationTime(NumericDate.fromMilliseconds(now.toEpochMilli()));
        if (!policy.getIssuer().isEmpty()) {
            consumer.setExpectedIssuer(policy.getIssuer());
        }
        if (policy.getAudiencesCount() == 0) {
            consumer.setSkipDefaultAudienceValidation();
        } else {
            consumer.setExpectedAudience(policy.getAudiencesList().toArray(new String[0]));
        }
        try {
            return of(policy, consumer.build().processToClaims(token));
        } catch (InvalidJwtException e) {
            throw new InvalidTokenException(reason(e), e.getCause() instanceof UnresolvableKeyException);
        } catch (MalformedClaimException e) {
            throw new InvalidTokenException("the token's claims are not of their types", false);
        }
    }

    private static VerifiedToken of(JwtPublishing policy, JwtClaims claims) throws MalformedClaimException {
        String name = policy.getPathClaim().isEmpty() ? PATH_CLAIM : policy.getPathClaim();
        Object value = claims.getClaimValue(name);
        Collection<?> several = value instanceof Collection<?> list ? list : value == null ? List.of() : List.of(value);
        String subject = claims.getSubject();
        return new VerifiedToken(
                subject == null ? "" : subject,
                Instant.ofEpochMilli(claims.getExpirationTime().getValueInMillis())
                        .plusSeconds(SKEW_SECONDS),
                several.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .filter(prefix -> prefix.startsWith("/"))
                        .map(prefix -> prefix.endsWith("/") ? prefix : prefix + '/')
                        .toList());
    }

    /** What comes of it for a path. */
    Finding finding(JwtPublishing policy, String path, Instant now) {
        if (!now.isBefore(expiry)) {
            return new Finding.Refused("the token has expired");
        }
        return prefixes.stream().anyMatch(path::startsWith)
                ? new Finding.Proved(new Proof.Token(policy, subject, expiry))
                : new Finding.Outside("the token does not allow to publish to this path");
    }

    private static String reason(InvalidJwtException e) {
        if (e.hasErrorCode(ErrorCodes.EXPIRED)) {
            return "the token has expired";
        } else if (e.hasErrorCode(ErrorCodes.EXPIRATION_MISSING)) {
            return "the token has no exp";
        } else if (e.hasErrorCode(ErrorCodes.NOT_YET_VALID)) {
            return "the token is not valid yet";
        } else if (e.hasErrorCode(ErrorCodes.ISSUER_INVALID) || e.hasErrorCode(ErrorCodes.ISSUER_MISSING)) {
            return "the token is of another issuer";
        } else if (e.hasErrorCode(ErrorCodes.AUDIENCE_INVALID) || e.hasErrorCode(ErrorCodes.AUDIENCE_MISSING)) {
            return "the token is for another audience";
        } else if (e.hasErrorCode(ErrorCodes.SIGNATURE_INVALID)) {
            return "the token's signature is wrong";
        }
        return "the token is no JSON Web Token that is accepted here";
    }
}
