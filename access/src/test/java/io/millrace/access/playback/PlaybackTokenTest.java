package io.millrace.access.playback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;

class PlaybackTokenTest {

    private static final SigningKey KEY =
            SigningKey.of("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8));
    private static final InetAddress READER = InetAddress.ofLiteral("192.0.2.7");
    private static final Instant BEFORE = Instant.ofEpochSecond(1_799_999_999);
    private static final PlaybackToken CAM = new PlaybackToken("k1", "/live/cam/", 1_800_000_000, Optional.empty());

    /**
     * Written with other programs, so that those may sign too: {@code printf %s 'k1 1800000000 - /live/cam/' | base64}
     * and {@code openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef -binary | base64}.
     */
    @Example
    void itsTextIsWhatOtherProgramsWrite() {
        assertEquals(
                "mrt1.azEgMTgwMDAwMDAwMCAtIC9saXZlL2NhbS8.PTVHu6SDS3UM3160cX0C1pQ7ZGRioT2ieIuWWqQtxu0",
                CAM.signed(KEY));
    }

    @Example
    void itHoldsForEverythingBelowItsDirectory() {
        assertEquals(TokenVerdict.HOLDS, check(CAM, "/live/cam/index.m3u8"));
        assertEquals(TokenVerdict.HOLDS, check(CAM, "/live/cam/720p/1.m4s"));
    }

    @Example
    void itDoesNotHoldElsewhere() {
        assertEquals(TokenVerdict.OTHER_PATH, check(CAM, "/live/camera/index.m3u8"));
        assertEquals(TokenVerdict.OTHER_PATH, check(CAM, "/live/cam"));
        assertEquals(TokenVerdict.OTHER_PATH, check(CAM, "/live/"));
    }

    @Example
    void oneForAnObjectHoldsForNoneWhoseNameOnlyBeginsSo() {
        PlaybackToken object = new PlaybackToken("k1", "/live/cam/1", 1_800_000_000, Optional.empty());
        assertEquals(TokenVerdict.HOLDS, check(object, "/live/cam/1"));
        assertEquals(TokenVerdict.OTHER_PATH, check(object, "/live/cam/10"));
        assertEquals(TokenVerdict.OTHER_PATH, check(object, "/live/cam/1/2"));
    }

    @Example
    void itEndsAtItsSecond() {
        SignedToken token = parsed(CAM.signed(KEY));
        Instant expiry = Instant.ofEpochSecond(1_800_000_000);
        assertEquals(TokenVerdict.HOLDS, token.check(KEY, "/live/cam/1", READER, expiry.minusMillis(1)));
        assertEquals(TokenVerdict.EXPIRED, token.check(KEY, "/live/cam/1", READER, expiry));
    }

    @Example
    void oneThatIsBoundHoldsForItsClientAlone() {
        PlaybackToken bound = new PlaybackToken("k1", "/live/cam/", 1_800_000_000, Optional.of(READER));
        SignedToken token = parsed(bound.signed(KEY));
        assertTrue(token.bound());
        assertEquals(TokenVerdict.HOLDS, token.check(KEY, "/live/cam/1", READER, BEFORE));
        assertEquals(
                TokenVerdict.OTHER_CLIENT, token.check(KEY, "/live/cam/1", InetAddress.ofLiteral("192.0.2.8"), BEFORE));
    }

    @Example
    void anAddressIsTheSameHoweverItIsWritten() {
        InetAddress longForm = InetAddress.ofLiteral("2001:0db8:0:0::0007");
        PlaybackToken bound = new PlaybackToken("k1", "/", 1_800_000_000, Optional.of(longForm));
        assertEquals(
                TokenVerdict.HOLDS,
                parsed(bound.signed(KEY)).check(KEY, "/x", InetAddress.ofLiteral("2001:db8::7"), BEFORE));
    }

    @Example
    void anotherKeyHasNotSignedIt() {
        assertEquals(
                TokenVerdict.FORGED, parsed(CAM.signed(KEY)).check(SigningKey.random(), "/live/cam/1", READER, BEFORE));
    }

    @Example
    void whatIsWrongWithAForgedTokenIsNotTold() {
        PlaybackToken expired = new PlaybackToken("k1", "/other/", 1, Optional.empty());
        assertEquals(
                TokenVerdict.FORGED,
                parsed(expired.signed(SigningKey.random())).check(KEY, "/live/cam/1", READER, BEFORE));
    }

    @Property
    void aTokenThatWasChangedAnywhereDoesNotHold(
            @ForAll @IntRange(max = 200) int place, @ForAll @IntRange(min = 33, max = 126) int other) {
        String token = CAM.signed(KEY);
        int at = place % token.length();
        String changed = token.substring(0, at) + (char) other + token.substring(at + 1);
        boolean same = changed.equals(token);
        boolean holds = SignedToken.parse(changed)
                .map(read -> read.check(KEY, "/live/cam/1", READER, BEFORE))
                .filter(TokenVerdict.HOLDS::equals)
                .isPresent();
        assertEquals(same, holds);
    }

    @Property
    void whatCanBeSignedCanBeRead(
            @ForAll @StringLength(max = 60) String name, @ForAll @LongRange(min = 1_800_000_000) long expiry) {
        String path = "/live/" + new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        SignedToken token = parsed(new PlaybackToken("key-7", path, expiry, Optional.empty()).signed(KEY));
        assertEquals("key-7", token.keyId());
        assertFalse(token.bound());
        assertEquals(TokenVerdict.HOLDS, token.check(KEY, path, READER, BEFORE));
    }

    @Property
    void anyTextIsReadOrRefused(@ForAll String text) {
        assertTrue(SignedToken.parse(text).isEmpty());
        assertTrue(SignedToken.parse("mrt1." + text).isEmpty());
    }

    @Example
    void anAddressThatIsANameIsNoToken() {
        assertTrue(
                SignedToken.parse(token("k1 1800000000 reader.example /live/")).isEmpty());
    }

    @Example
    void aTokenThatIsTooLongIsNone() {
        PlaybackToken tooLong = new PlaybackToken("k1", "/" + "x".repeat(2_000), 1_800_000_000, Optional.empty());
        assertTrue(SignedToken.parse(tooLong.signed(KEY)).isEmpty());
    }

    @Example
    void whatCanNotBeWrittenIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new PlaybackToken("K 1", "/", 1, Optional.empty()));
        assertThrows(IllegalArgumentException.class, () -> new PlaybackToken("k1", "live/", 1, Optional.empty()));
        assertThrows(IllegalArgumentException.class, () -> new PlaybackToken("k1", "/", -1, Optional.empty()));
        assertThrows(IllegalArgumentException.class, () -> SigningKey.of(new byte[31]));
    }

    @Example
    void nothingThatIsLoggedTellsASecret() {
        String token = CAM.signed(KEY);
        String signature = token.substring(token.lastIndexOf('.') + 1);
        assertFalse(parsed(token).toString().contains(signature));
        assertNotEquals(new String(KEY.secret(), StandardCharsets.UTF_8), KEY.toString());
    }

    private static TokenVerdict check(PlaybackToken token, String path) {
        return parsed(token.signed(KEY)).check(KEY, path, READER, BEFORE);
    }

    private static SignedToken parsed(String token) {
        return SignedToken.parse(token).orElseThrow();
    }

    private static String token(String claims) {
        String text = "mrt1."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        return text + '.' + KEY.sign(text);
    }
}
