package io.millrace.shaper.origin;

import io.millrace.shaper.ShaperConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/** Settings of origins for tests. */
final class TestOrigins {

    private TestOrigins() {}

    /** @param settings by their names without {@code millrace.shaper.origins.} */
    static OriginConfig config(Map<String, String> settings) {
        Map<String, String> values = new HashMap<>();
        settings.forEach((name, value) -> values.put("millrace.shaper.origins." + name, value));
        return new SmallRyeConfigBuilder()
                .withMapping(ShaperConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(ShaperConfig.class)
                .origins();
    }
}
