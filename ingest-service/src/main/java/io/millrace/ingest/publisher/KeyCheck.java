package io.millrace.ingest.publisher;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.millrace.access.secret.KeySecret;
import io.millrace.control.client.ControlView;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.KeyPlace;
import io.millrace.proto.control.v1.PublishKeyConfig;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Publish keys. A secret is compared by its hash, in a time that does not tell how much of it is right. */
final class KeyCheck {

    /** Compared with where there is no such key, so that it takes as long. */
    private static final PublishKeyConfig NO_KEY = PublishKeyConfig.newBuilder()
            .setSecretHash(ByteString.copyFrom(new byte[32]))
            .build();

    private KeyCheck() {}

    /** The first offer that is a valid key of the channel proves it. */
    static Finding check(ControlView view, Channel channel, Set<KeyPlace> places, List<Offer> offers, Instant now) {
        Finding found = Finding.NOTHING_OFFERED;
        for (Offer offer : offers) {
            Finding one = switch (offer) {
                case Offer.Password password ->
                    check(view, channel, places, KeyPlace.KEY_PLACE_BASIC, password.password(), now);
                case Offer.Secret secret -> check(view, channel, places, secret.place(), secret.secret(), now);
                case Offer.Certificate certificate -> Finding.NOTHING_OFFERED;
            };
            if (one instanceof Finding.Proved) {
                return one;
            }
            if (found instanceof Finding.NothingOffered) {
                found = one;
            }
        }
        return found;
    }

    /** Whether a key that has allowed something still does; the reason if not. */
    static Optional<String> ended(ControlView view, Proof.Key proof, Instant now) {
        Optional<PublishKeyConfig> key = view.publishKey(proof.name());
        if (key.isEmpty() || !key.get().getSecretHash().equals(proof.hash())) {
            return Optional.of("the publish key was deleted");
        }
        return ended(key.get(), now);
    }

    /** When a key ends, if it does. */
    static Optional<Instant> expiry(ControlView view, Proof.Key proof) {
        return view.publishKey(proof.name())
                .filter(PublishKeyConfig::hasExpireTime)
                .map(key -> instant(key.getExpireTime()));
    }

    private static Finding check(
            ControlView view, Channel channel, Set<KeyPlace> places, KeyPlace place, String text, Instant now) {
        if (!places.contains(place)) {
            return new Finding.Refused("this channel takes no publish key there");
        }
        Optional<KeySecret> secret = KeySecret.parse(KeySecret.Use.PUBLISH, text);
        if (secret.isEmpty()) {
            return new Finding.Refused("this is no publish key: one is like mrk_ID_SECRET");
        }
        String name = channel.getName() + "/keys/" + secret.get().keyId();
        PublishKeyConfig key = view.publishKey(name).orElse(NO_KEY);
        if (!secret.get().hasHash(key.getSecretHash().toByteArray())) {
            return new Finding.Refused("the publish key is none of this channel's");
        }
        return ended(key, now)
                .<Finding>map(Finding.Refused::new)
                .orElseGet(() -> new Finding.Proved(new Proof.Key(name, key.getSecretHash(), place)));
    }

    private static Optional<String> ended(PublishKeyConfig key, Instant now) {
        if (key.getRevoked()) {
            return Optional.of("the publish key was revoked");
        }
        return key.hasExpireTime() && !now.isBefore(instant(key.getExpireTime()))
                ? Optional.of("the publish key has expired")
                : Optional.empty();
    }

    private static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }
}
