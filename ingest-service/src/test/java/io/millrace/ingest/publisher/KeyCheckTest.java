package io.millrace.ingest.publisher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.millrace.access.secret.KeySecret;
import io.millrace.control.client.ControlView;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.KeyPlace;
import io.millrace.proto.control.v1.PublishKeyConfig;
import io.millrace.proto.control.v1.PublishPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyCheckTest {

    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final Channel CAM = Channels.channel("cam", PublishPolicy.getDefaultInstance());

    private final KeySecret secret = Channels.secret("studio");

    @ParameterizedTest
    @EnumSource(
            value = KeyPlace.class,
            names = {"KEY_PLACE_BEARER", "KEY_PLACE_PATH", "KEY_PLACE_QUERY"})
    void aKeyProvesItsChannelAtEveryPlace(KeyPlace place) {
        assertProved(check(view(key -> key), new Offer.Secret(place, secret.text())), place);
    }

    @Test
    void aKeyIsThePasswordOfAnyUser() {
        assertProved(check(view(key -> key), new Offer.Password("any", secret.text())), KeyPlace.KEY_PLACE_BASIC);
    }

    @Test
    void aKeyIsTakenOnlyWhereTheChannelSays() {
        Finding found = KeyCheck.check(
                view(key -> key),
                CAM,
                Set.of(KeyPlace.KEY_PLACE_BASIC),
                List.of(new Offer.Secret(KeyPlace.KEY_PLACE_QUERY, secret.text())),
                NOW);
        assertRefused("this channel takes no publish key there", found);
    }

    @Test
    void anotherSecretOfTheSameKeyProvesNothing() {
        assertRefused(
                "the publish key is none of this channel's",
                check(view(key -> key), bearer(Channels.secret("studio"))));
    }

    @Test
    void aKeyOfAnotherChannelProvesNothing() {
        ControlView view = Channels.view(Channels.item(CAM), Channels.item("other", secret, Channels.key(secret)));
        assertRefused("the publish key is none of this channel's", check(view, bearer(secret)));
    }

    @Test
    void whatIsNoKeyAtAllProvesNothing() {
        assertRefused(
                "this is no publish key: one is like mrk_ID_SECRET",
                check(view(key -> key), new Offer.Password("user", "password")));
    }

    @Test
    void aKeyWithoutAHashProvesNothing() {
        ControlView view = view(key -> PublishKeyConfig.newBuilder());
        assertRefused("the publish key is none of this channel's", check(view, bearer(secret)));
    }

    @Test
    void aRevokedKeyProvesNothingAndItsHolderLearnsWhy() {
        assertRefused("the publish key was revoked", check(view(key -> key.setRevoked(true)), bearer(secret)));
    }

    @Test
    void aKeyEndsAtItsExpiry() {
        assertRefused(
                "the publish key has expired",
                check(view(key -> key.setExpireTime(Channels.timestamp(NOW))), bearer(secret)));
        assertProved(
                check(view(key -> key.setExpireTime(Channels.timestamp(NOW.plusNanos(1)))), bearer(secret)),
                KeyPlace.KEY_PLACE_BEARER);
    }

    @Test
    void ofSeveralOffersOneIsEnough() {
        Finding found = check(view(key -> key), new Offer.Password("user", "wrong"), bearer(secret));
        assertProved(found, KeyPlace.KEY_PLACE_BEARER);
    }

    @Test
    void withoutAnOfferThereIsNothingToSay() {
        assertEquals(Finding.NOTHING_OFFERED, check(view(key -> key)));
    }

    @Test
    void whatAKeyHasAllowedEndsWithIt() {
        Proof.Key proof = proof();
        assertEquals(Optional.empty(), KeyCheck.ended(view(key -> key), proof, NOW));
        assertEquals(
                Optional.of("the publish key was revoked"),
                KeyCheck.ended(view(key -> key.setRevoked(true)), proof, NOW));
        assertEquals(
                Optional.of("the publish key has expired"),
                KeyCheck.ended(view(key -> key.setExpireTime(Channels.timestamp(NOW))), proof, NOW));
        assertEquals(
                Optional.of("the publish key was deleted"),
                KeyCheck.ended(Channels.view(Channels.item(CAM)), proof, NOW));
    }

    @Test
    void anotherKeyOfTheSameNameIsNotTheOneThatHasAllowedIt() {
        KeySecret other = Channels.secret("studio");
        ControlView view = Channels.view(Channels.item(CAM), Channels.item("cam", other, Channels.key(other)));
        assertEquals(Optional.of("the publish key was deleted"), KeyCheck.ended(view, proof(), NOW));
    }

    private Proof.Key proof() {
        return (Proof.Key) ((Finding.Proved) check(view(key -> key), bearer(secret))).proof();
    }

    private ControlView view(UnaryOperator<PublishKeyConfig.Builder> change) {
        return Channels.view(Channels.item(CAM), Channels.item("cam", secret, change.apply(Channels.key(secret))));
    }

    private static Offer bearer(KeySecret secret) {
        return new Offer.Secret(KeyPlace.KEY_PLACE_BEARER, secret.text());
    }

    private static Finding check(ControlView view, Offer... offers) {
        return KeyCheck.check(view, CAM, Accepted.by(CAM).keyPlaces(), List.of(offers), NOW);
    }

    private static void assertProved(Finding found, KeyPlace place) {
        Proof.Key key = assertInstanceOf(
                Proof.Key.class, assertInstanceOf(Finding.Proved.class, found).proof());
        assertEquals("channels/cam/keys/studio", key.name());
        assertEquals(place, key.place());
    }

    private static void assertRefused(String detail, Finding found) {
        assertEquals(new Finding.Refused(detail), found);
    }
}
