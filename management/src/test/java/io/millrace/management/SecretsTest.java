package io.millrace.management;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "millrace.edge.token",
                "millrace.edge.api-key",
                "millrace.kafka.password",
                "millrace.edge.tls.key-password",
                "millrace.control.secret",
                "millrace.edge.keys.*"
            })
    void aNameThatSaysSecretHidesTheValue(String name) {
        assertEquals("***", Secrets.hide(setting(name), "value"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"millrace.edge.keep-alive", "millrace.edge.monkey", "millrace.edge.keyframes"})
    void aNameThatOnlyLooksAlikeHidesNothing(String name) {
        assertEquals("value", Secrets.hide(setting(name), "value"));
    }

    @Test
    void thePathOfAKeyIsNoSecret() {
        assertEquals(
                "/etc/tls/key.pem",
                Secrets.hide(new Setting("millrace.edge.tls.key", Optional.empty(), true), "/etc/tls/key.pem"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "redis://127.0.0.1:6379 redis://127.0.0.1:6379",
                "redis://user:secret@host:6379 redis://***@host:6379",
                "redis://:secret@host redis://***@host",
                "redis://secret@host redis://***@host",
                "redis://user:se@cr/et@host/0 redis://***@host/0",
                "redis://u:s@a:1,redis://u:s@b:2 redis://***@a:1,redis://***@b:2",
                "redis-sentinel://secret@a,b#main redis-sentinel://***@a,b#main",
                "https://host/x?a=1&authToken=secret&b=2 https://host/x?a=1&authToken=***&b=2"
            })
    void secretsInsideAUriAreHidden(String value, String shown) {
        assertEquals(shown, Secrets.hide(setting("millrace.redis.uri"), value));
    }

    private static Setting setting(String name) {
        return new Setting(name, Optional.empty(), false);
    }
}
