package io.millrace.management;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappingInterface.Property;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All settings of some {@code @ConfigMapping} interfaces, by name. */
final class Settings {

    /** A property of a list has a second name, for one entry. */
    private static final String ENTRY = "[*]";

    private final List<Setting> settings;

    private Settings(List<Setting> settings) {
        this.settings = settings;
    }

    /** @param mappings interfaces with {@link ConfigMapping} on them */
    static Settings of(Collection<Class<?>> mappings) {
        return new Settings(mappings.stream()
                .map(ConfigClass::configClass)
                .flatMap(mapping -> {
                    Map<String, Property> properties = ConfigMappings.getProperties(mapping);
                    return properties.entrySet().stream()
                            .filter(property -> !property.getKey().contains(ENTRY))
                            .filter(property -> !property.getValue().isGroup())
                            .map(property -> setting(property.getKey(), property.getValue(), mapping));
                })
                .sorted(Comparator.comparing(Setting::name))
                .toList());
    }

    List<Setting> all() {
        return settings;
    }

    private static Setting setting(String name, Property property, ConfigClass mapping) {
        return new Setting(name, Optional.ofNullable(mapping.getProperties().get(name)), namesFiles(property));
    }

    /** Also where there may be none, or several. */
    private static boolean namesFiles(Property property) {
        return property.getMethod().getGenericReturnType().getTypeName().contains(Path.class.getName());
    }
}
