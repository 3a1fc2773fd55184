package io.millrace.control.client;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/** Settings as a service gets them, with short waits. */
final class TestConfig {

    private static final String PREFIX = "millrace.control.";

    private TestConfig() {}

    /** @param settings without their prefix */
    static ControlClientConfig of(Map<String, String> settings) {
        // Quarkus brings a converter for durations like 10s; without it they are written as ISO 8601 has them.
        Map<String, String> values = new HashMap<>(
                Map.of("connect-timeout", "PT5S", "silence", "PT30S", "backoff", "PT0.02S", "max-backoff", "PT0.1S"));
        values.putAll(settings);
        Map<String, String> prefixed = new HashMap<>();
        values.forEach((name, value) -> prefixed.put(PREFIX + name, value));
        return new SmallRyeConfigBuilder()
                .withMapping(ControlClientConfig.class)
                .withSources(new PropertiesConfigSource(prefixed, "test", 100))
                .build()
                .getConfigMapping(ControlClientConfig.class);
    }
}
