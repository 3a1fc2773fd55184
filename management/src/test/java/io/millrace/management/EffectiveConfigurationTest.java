package io.millrace.management;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.management.EffectiveSetting.Origin;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EffectiveConfigurationTest {

    private static final Settings SETTINGS = Settings.of(Set.of(ExampleConfig.class));

    @Test
    void everySettingIsThereByName() {
        assertEquals(
                List.of(
                        "millrace.example.access-log",
                        "millrace.example.host",
                        "millrace.example.keep-alive",
                        "millrace.example.port",
                        "millrace.example.retention",
                        "millrace.example.tls.key",
                        "millrace.example.tls.key-password",
                        "millrace.example.token",
                        "millrace.example.uri"),
                configuration(Map.of(), Map.of()).settings().stream()
                        .map(EffectiveSetting::name)
                        .toList());
    }

    @Test
    void whatNobodySetsHasItsDefault() {
        assertEquals(setting("port", "8080", Origin.DEFAULT), find("port", Map.of(), Map.of()));
    }

    @Test
    void whatNobodySetsAndHasNoDefaultHasNoValue() {
        assertEquals(
                new EffectiveSetting("millrace.example.token", Optional.empty(), Origin.DEFAULT),
                find("token", Map.of(), Map.of()));
    }

    @Test
    void aVariableOfTheEnvironmentIsToldAsThat() {
        assertEquals(
                setting("port", "9", Origin.ENVIRONMENT), find("port", Map.of("MILLRACE_EXAMPLE_PORT", "9"), Map.of()));
    }

    @Test
    void aPropertyOfAFileIsToldAsThat() {
        assertEquals(setting("port", "7", Origin.FILE), find("port", Map.of(), Map.of("millrace.example.port", "7")));
    }

    @Test
    void theEnvironmentWinsOverAFile() {
        assertEquals(
                setting("port", "9", Origin.ENVIRONMENT),
                find("port", Map.of("MILLRACE_EXAMPLE_PORT", "9"), Map.of("millrace.example.port", "7")));
    }

    @Test
    void aListIsOneValue() {
        assertEquals(
                setting("access-log", "PUT,DELETE", Origin.ENVIRONMENT),
                find("access-log", Map.of("MILLRACE_EXAMPLE_ACCESS_LOG", "PUT,DELETE"), Map.of()));
    }

    @Test
    void aListWhoseEntriesAreSetOneByOneIsOneValue() {
        assertEquals(
                setting("access-log", "PUT,DELETE", Origin.FILE),
                find(
                        "access-log",
                        Map.of(),
                        Map.of("millrace.example.access-log[0]", "PUT", "millrace.example.access-log[1]", "DELETE")));
    }

    @Test
    void entriesWhoseNamesAreFreeAreListedUnderTheirNames() {
        assertEquals(
                setting("mounts.films", "/srv/films", Origin.FILE),
                find("mounts.films", Map.of(), Map.of("millrace.example.mounts.films", "/srv/films")));
    }

    @Test
    void secretsAreHidden() {
        assertEquals(
                setting("token", "***", Origin.ENVIRONMENT),
                find("token", Map.of("MILLRACE_EXAMPLE_TOKEN", "abc"), Map.of()));
    }

    @Test
    void thePageIsJson() {
        EffectiveConfiguration configuration = new EffectiveConfiguration(
                List.of(setting("port", "9", Origin.ENVIRONMENT)),
                List.of(new UnknownVariable("MILLRACE_EXAMPLE_PROT", Optional.of("MILLRACE_EXAMPLE_PORT"))));
        assertEquals(
                "{\"settings\":{\"millrace.example.port\":{\"value\":\"9\",\"from\":\"environment\"}},"
                        + "\"unknown\":[{\"variable\":\"MILLRACE_EXAMPLE_PROT\",\"meant\":\"MILLRACE_EXAMPLE_PORT\"}]}",
                configuration.json().encode());
    }

    private static EffectiveSetting setting(String name, String value, Origin origin) {
        return new EffectiveSetting("millrace.example." + name, Optional.of(value), origin);
    }

    private static EffectiveSetting find(String name, Map<String, String> environment, Map<String, String> file) {
        return configuration(environment, file).settings().stream()
                .filter(setting -> setting.name().equals("millrace.example." + name))
                .findFirst()
                .orElseThrow();
    }

    private static EffectiveConfiguration configuration(Map<String, String> environment, Map<String, String> file) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(ExampleConfig.class)
                .withSources(
                        new EnvConfigSource(environment, 300),
                        new PropertiesConfigSource(file, "PropertiesConfigSource[source=test]", 250))
                .addDiscoveredConverters()
                .build();
        return EffectiveConfiguration.of(SETTINGS, config, environment.keySet());
    }
}
