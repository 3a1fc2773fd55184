package io.millrace.wire;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import io.smallrye.config.common.MapBackedConfigSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A service's settings as the service itself has them: the defaults, but for those that a test names. */
@ConfigMapping(prefix = "millrace.test")
interface TestListenerConfig extends ListenerConfig {

    @Override
    @WithDefault("0")
    int port();

    @Override
    @WithDefault("PT0S")
    Duration drain();

    /**
     * The defaults, with some settings changed.
     *
     * @param settings names and values in turn: {@code "max-connections", "1"}
     */
    static ListenerConfig of(String... settings) {
        // Quarkus brings a converter for durations like 10s; without it they are written as ISO 8601 has them.
        Map<String, String> values = new HashMap<>(Map.of(
                "idle-timeout", "PT60S",
                "keep-alive", "PT75S",
                "header-timeout", "PT10S",
                "send-timeout", "PT30S",
                "drain-delay", "PT0S",
                "host", "127.0.0.1",
                "tls.reload", "PT0.05S"));
        for (int i = 0; i < settings.length; i += 2) {
            values.put(settings[i], settings[i + 1]);
        }
        Map<String, String> properties = new HashMap<>();
        values.forEach((name, value) -> properties.put("millrace.test." + name, value));
        return new SmallRyeConfigBuilder()
                .withMapping(TestListenerConfig.class)
                .withSources(new MapBackedConfigSource("test", properties) {})
                .withDefaultValues(Map.of())
                .build()
                .getConfigMapping(TestListenerConfig.class);
    }
}
