package io.millrace.control.channel;

import io.millrace.checks.Fields;
import io.millrace.checks.Violations;
import io.millrace.proto.control.v1.CertificatePublishing;
import io.millrace.proto.control.v1.JwtPublishing;
import io.millrace.proto.control.v1.KeyPlace;
import io.millrace.proto.control.v1.PublishPolicy;
import io.millrace.proto.control.v1.WebhookPublishing;
import java.time.Duration;

/** What a publish policy must be, as the API says it. */
final class PublishCheck {

    private static final Duration LEAST_TIMEOUT = Duration.ofMillis(100);
    private static final Duration MOST_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration MOST_HOLD = Duration.ofHours(1);
    private static final int MOST_TEXT = 1_024;
    private static final int MOST_ENTRIES = 100;

    private PublishCheck() {}

    static void check(Violations violations, PublishPolicy publish) {
        boolean others = publish.hasKeys() || publish.hasJwt() || publish.hasCertificates() || publish.hasWebhook();
        violations.require("open", !publish.getOpen() || !others, "must not be set beside anything else");
        violations.require(
                "keys.places",
                publish.getKeys().getPlacesList().stream()
                        .allMatch(place -> place != KeyPlace.KEY_PLACE_UNSPECIFIED && place != KeyPlace.UNRECOGNIZED),
                "must be BASIC, BEARER, PATH or QUERY");
        if (publish.hasJwt()) {
            checkJwt(violations.in("jwt"), publish.getJwt());
        }
        if (publish.hasCertificates()) {
            checkCertificates(violations.in("certificates"), publish.getCertificates());
        }
        if (publish.hasWebhook()) {
            checkWebhook(violations.in("webhook"), publish.getWebhook());
        }
    }

    private static void checkJwt(Violations violations, JwtPublishing jwt) {
        Fields.checkText(violations, "issuer", jwt.getIssuer(), MOST_TEXT);
        Fields.checkSecureUri(violations, "jwks_uri", jwt.getJwksUri());
        violations.require("audiences", jwt.getAudiencesCount() <= MOST_ENTRIES, "must be up to " + MOST_ENTRIES);
        jwt.getAudiencesList().forEach(audience -> Fields.checkText(violations, "audiences", audience, MOST_TEXT));
        Fields.checkText(violations, "path_claim", jwt.getPathClaim(), MOST_TEXT);
    }

    private static void checkCertificates(Violations violations, CertificatePublishing certificates) {
        int count = certificates.getSubjectsCount() + certificates.getAlternativeNamesCount();
        violations.require(
                "subjects",
                count > 0 && count <= MOST_ENTRIES,
                "must be 1 to " + MOST_ENTRIES + ", with the alternative names");
        certificates.getSubjectsList().forEach(subject -> Fields.checkText(violations, "subjects", subject, MOST_TEXT));
        certificates
                .getAlternativeNamesList()
                .forEach(name -> Fields.checkText(violations, "alternative_names", name, MOST_TEXT));
        violations.require(
                "alternative_names",
                certificates.getAlternativeNamesList().stream()
                        .allMatch(name -> !name.isEmpty() && name.lastIndexOf('*') <= 0),
                "must not be empty, and have '*' at the beginning only");
    }

    private static void checkWebhook(Violations violations, WebhookPublishing webhook) {
        Fields.checkWebUri(violations, "uri", webhook.getUri());
        if (webhook.hasTimeout()) {
            Fields.checkDuration(violations, "timeout", webhook.getTimeout(), LEAST_TIMEOUT, MOST_TIMEOUT);
        }
        if (webhook.hasHold()) {
            Fields.checkDuration(violations, "hold", webhook.getHold(), Duration.ZERO, MOST_HOLD);
        }
    }
}
