package io.millrace.access.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.access.secret.KeySecret.Use;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySecretTest {

    private static final String TEXT = "mrk_cam-1_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    @Test
    void aSecretTellsItsKeyAndIsKnownAgainByItsHash() {
        KeySecret made = KeySecret.random(Use.PUBLISH, "cam-1");
        KeySecret told = KeySecret.parse(Use.PUBLISH, made.text()).orElseThrow();
        assertEquals("cam-1", told.keyId());
        assertTrue(told.hasHash(made.hash()));
    }

    @Test
    void noTwoAreTheSame() {
        KeySecret one = KeySecret.random(Use.PUBLISH, "cam-1");
        KeySecret other = KeySecret.random(Use.PUBLISH, "cam-1");
        assertNotEquals(one.text(), other.text());
        assertFalse(one.hasHash(other.hash()));
    }

    @Test
    void itsHashIsSha256OfAllOfIt() {
        assertEquals(
                "792ff8c7c9c39ec54d434629dbda32470427abd2862473cc77318d4428a3dcfc",
                HexFormat.of()
                        .formatHex(
                                KeySecret.parse(Use.PUBLISH, TEXT).orElseThrow().hash()));
    }

    @Test
    void aSecretOfOneUseIsNoneOfAnother() {
        assertEquals(Optional.empty(), KeySecret.parse(Use.CDN, TEXT).map(KeySecret::keyId));
        assertTrue(KeySecret.random(Use.CDN, "a").text().startsWith("mrc_a_"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mrk_",
                "mrk__AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "mrk_cam-1_short",
                "mrk_cam-1",
                "secret"
            })
    void whatIsNoSecretIsNone(String text) {
        assertEquals(Optional.empty(), KeySecret.parse(Use.PUBLISH, text).map(KeySecret::keyId));
    }

    @Test
    void anIdWithAnUnderscoreIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> KeySecret.random(Use.PUBLISH, "_"));
        assertThrows(IllegalArgumentException.class, () -> KeySecret.random(Use.PUBLISH, "a_b"));
    }

    @Test
    void nothingThatIsLoggedTellsIt() {
        assertFalse(KeySecret.parse(Use.PUBLISH, TEXT).orElseThrow().toString().contains("AAAA"));
    }
}
