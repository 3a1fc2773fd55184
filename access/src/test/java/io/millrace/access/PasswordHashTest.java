package io.millrace.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against hashes that crypt(3) has made, which is what htpasswd calls. */
class PasswordHashTest {

    private static final String OF_SECRET = "$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a";

    @Test
    void theRightPasswordIsToldFromAWrongOne() {
        assertTrue(hash(OF_SECRET).of("secret".getBytes(StandardCharsets.UTF_8)));
        assertFalse(hash(OF_SECRET).of("Secret".getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"$2a$", "$2b$", "$2y$"})
    void theNamesThatBcryptHasHadMeanTheSame(String version) {
        assertTrue(hash(OF_SECRET.replace("$2y$", version)).of("secret".getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource({
        "71, $2y$05$abcdefghijklmnopqrstuufmnYtZf4/LVIEdk8v40tikf/KPsqQ4m",
        "72, $2y$05$abcdefghijklmnopqrstuujf8SX2ahXLwp9w/B.Y5XdysS6yR576q",
        "100, $2y$05$abcdefghijklmnopqrstuujf8SX2ahXLwp9w/B.Y5XdysS6yR576q"
    })
    void ofALongPasswordTheFirst72BytesCount(int length, String hash) {
        assertTrue(hash(hash).of("x".repeat(length).getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "encoder:$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a",
                "$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0",
                "$apr1$abcdefgh$abcdefghijklmnopqrstuv",
                "$2y$03$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a"
            })
    void whatIsNoHashIsNone(String text) {
        assertEquals(Optional.empty(), PasswordHash.parse(text));
    }

    @Test
    void aHashThatTakesTooLongToCheckIsNone() {
        assertEquals(Optional.empty(), PasswordHash.parse(OF_SECRET.replace("$05$", "$15$")));
    }

    private static PasswordHash hash(String text) {
        return PasswordHash.parse(text).orElseThrow();
    }
}
