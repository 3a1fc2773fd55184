package io.millrace.edge;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/** An edge's settings, read as they are in service. */
final class TestConfig {

    private TestConfig() {}

    /** @param settings without their prefix: {@code cache.segment} */
    static EdgeConfig of(Map<String, String> settings) {
        Map<String, String> prefixed = new HashMap<>();
        settings.forEach((name, value) -> prefixed.put("millrace.edge." + name, value));
        return new SmallRyeConfigBuilder()
                .withMapping(EdgeConfig.class)
                .withSources(new PropertiesConfigSource(prefixed, "test", 100))
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(EdgeConfig.class);
    }
}
