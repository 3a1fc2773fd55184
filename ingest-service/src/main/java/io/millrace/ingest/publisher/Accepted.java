package io.millrace.ingest.publisher;

import io.millrace.proto.control.v1.CertificatePublishing;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.JwtPublishing;
import io.millrace.proto.control.v1.KeyPlace;
import io.millrace.proto.control.v1.PublishPolicy;
import io.millrace.proto.control.v1.WebhookPublishing;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a channel accepts from publishers; each kind by itself is enough. Immutable.
 *
 * @param open everybody may publish
 * @param keyPlaces where a publish key may be told; empty where none is accepted
 */
record Accepted(
        boolean open,
        Set<KeyPlace> keyPlaces,
        Optional<JwtPublishing> jwt,
        Optional<CertificatePublishing> certificates,
        Optional<WebhookPublishing> webhook) {

    private static final Set<KeyPlace> EVERYWHERE = Set.of(
            KeyPlace.KEY_PLACE_BASIC, KeyPlace.KEY_PLACE_BEARER, KeyPlace.KEY_PLACE_PATH, KeyPlace.KEY_PLACE_QUERY);

    /** A channel that says nothing is closed but for its keys. */
    static Accepted by(Channel channel) {
        PublishPolicy policy = channel.getPublish();
        boolean silent = !policy.getOpen()
                && !policy.hasKeys()
                && !policy.hasJwt()
                && !policy.hasCertificates()
                && !policy.hasWebhook();
        return new Accepted(
                policy.getOpen(),
                silent || policy.hasKeys() ? places(policy) : Set.of(),
                policy.hasJwt() ? Optional.of(policy.getJwt()) : Optional.empty(),
                policy.hasCertificates() ? Optional.of(policy.getCertificates()) : Optional.empty(),
                policy.hasWebhook() ? Optional.of(policy.getWebhook()) : Optional.empty());
    }

    private static Set<KeyPlace> places(PublishPolicy policy) {
        if (policy.getKeys().getPlacesCount() == 0) {
            return EVERYWHERE;
        }
        // A place that this version does not know is no place.
        Set<KeyPlace> places = EnumSet.copyOf(policy.getKeys().getPlacesList());
        places.retainAll(EVERYWHERE);
        return places;
    }

    /** Whether a name and a password can prove something, so that asking for them makes sense. */
    boolean asksForPassword() {
        return keyPlaces.contains(KeyPlace.KEY_PLACE_BASIC) || webhook.isPresent();
    }

    boolean asksForBearer() {
        return keyPlaces.contains(KeyPlace.KEY_PLACE_BEARER) || jwt.isPresent() || webhook.isPresent();
    }
}
