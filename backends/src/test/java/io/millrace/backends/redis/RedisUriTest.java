package io.millrace.backends.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.backends.InvalidBackendSettingException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RedisUriTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://:sec/ret@host:6379",
                "redis://user:sec%/ret@host",
                "redis://user:sec@r/ret@host",
                "redis://user:sec ret@host",
                "redis://a,rediss://user:sec/ret@host",
                "redis-sentinel://:sec/ret@host:26379,other:26379#name"
            })
    void aPasswordWithoutItsEscapesIsNotTold(String uri) {
        String told = refusal(uri);
        assertFalse(told.contains("sec"), told);
        assertFalse(told.contains("ret"), told);
        assertTrue(told.contains("://***@host") && told.contains("MILLRACE_REDIS_PASSWORD_FILE"), told);
    }

    @Test
    void ofAUriWithoutAPasswordItIsToldWhatIsWrong() {
        assertEquals(
                "MILLRACE_REDIS_URI is not a Redis URI: http://host (Scheme http not supported)",
                refusal("http://host"));
    }

    @Test
    void eitherAllNodesOfAClusterSpeakTlsOrNone() {
        assertEquals(
                "MILLRACE_REDIS_URI is rediss://a,redis://b: write rediss:// for all of them, or redis://",
                refusal("rediss://a,redis://b"));
    }

    private static String refusal(String uri) {
        RedisConfig config = new SmallRyeConfigBuilder()
                .withMapping(RedisConfig.class, "millrace.redis")
                .withDefaultValue("millrace.redis.uri", uri)
                .withDefaultValue("millrace.redis.timeout", "PT1S")
                .withDefaultValue("millrace.redis.connect-timeout", "PT1S")
                .build()
                .getConfigMapping(RedisConfig.class, "millrace.redis");
        return assertThrows(InvalidBackendSettingException.class, () -> RedisAccess.of(config, Duration.ofSeconds(1)))
                .getMessage();
    }
}
