package io.millrace.management;

import io.millrace.management.EffectiveSetting.Origin;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What every setting is in this process, and what was set that is none.
 *
 * @param settings by name
 * @param unknown environment variables that look like settings and are none
 */
record EffectiveConfiguration(List<EffectiveSetting> settings, List<UnknownVariable> unknown) {

    static EffectiveConfiguration of(Settings settings, SmallRyeConfig config, Iterable<String> environment) {
        return new EffectiveConfiguration(
                settings.all().stream()
                        .flatMap(setting -> names(setting, config).map(name -> effective(setting, name, config)))
                        .toList(),
                UnknownVariable.among(environment, settings));
    }

    JsonObject json() {
        JsonObject all = new JsonObject();
        for (EffectiveSetting setting : settings) {
            all.put(
                    setting.name(),
                    new JsonObject()
                            .put("value", setting.value().orElse(null))
                            .put("from", setting.origin().words()));
        }
        JsonArray none = new JsonArray();
        for (UnknownVariable variable : unknown) {
            JsonObject entry = new JsonObject().put("variable", variable.name());
            variable.meant().ifPresent(meant -> entry.put("meant", meant));
            none.add(entry);
        }
        return new JsonObject().put("settings", all).put("unknown", none);
    }

    /** The names that an operator has chosen where the choice is free; else the one that there is. */
    private static Stream<String> names(Setting setting, SmallRyeConfig config) {
        return setting.open()
                ? StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                        .filter(setting::covers)
                        .sorted()
                : Stream.of(setting.name());
    }

    private static EffectiveSetting effective(Setting setting, String name, SmallRyeConfig config) {
        ConfigValue found = config.getConfigValue(name);
        if (found.getValue() == null && !config.getIndexedProperties(name).isEmpty()) {
            // A list whose entries have properties of their own: those come from one place.
            List<String> entries = config.getIndexedProperties(name);
            String joined = entries.stream()
                    .map(entry -> config.getConfigValue(entry).getValue())
                    .collect(Collectors.joining(","));
            return new EffectiveSetting(
                    name,
                    Optional.of(Secrets.hide(setting, joined)),
                    origin(setting, config.getConfigValue(entries.getFirst())));
        }
        return new EffectiveSetting(
                name,
                Optional.ofNullable(found.getValue()).map(value -> Secrets.hide(setting, value)),
                origin(setting, found));
    }

    private static Origin origin(Setting setting, ConfigValue found) {
        String source = found.getSourceName();
        if (source == null || found.getValue() == null) {
            return Origin.DEFAULT;
        }
        if (source.startsWith("EnvConfigSource")) {
            return Origin.ENVIRONMENT;
        }
        if (source.startsWith("SysPropConfigSource")) {
            return Origin.SYSTEM_PROPERTY;
        }
        // What the application brings along counts as a file where it differs from the code's default.
        return setting.defaultValue().filter(found.getValue()::equals).isPresent() ? Origin.DEFAULT : Origin.FILE;
    }
}
