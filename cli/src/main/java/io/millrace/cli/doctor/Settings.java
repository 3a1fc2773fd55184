package io.millrace.cli.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * What to set where something is not as it should be: {@code settings.properties}, which docs/doctor.md has as a table. Immutable.
 */
final class Settings {

    private final Properties lines = new Properties();

    Settings() {
        try (InputStream in = Settings.class.getResourceAsStream("settings.properties");
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            lines.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Whose settings matter for a fault, and what they should be.
     *
     * @param known who is on the way; where it is nobody of whom a setting is known, all are told
     */
    Map<Proxy, String> of(Check check, List<Proxy> known) {
        Map<Proxy, String> all = new EnumMap<>(Proxy.class);
        for (Proxy proxy : Proxy.values()) {
            String setting = lines.getProperty(check.key() + "." + proxy.key());
            if (setting != null) {
                all.put(proxy, setting);
            }
        }
        Map<Proxy, String> theirs = new EnumMap<>(all);
        theirs.keySet().retainAll(known);
        return theirs.isEmpty() ? all : theirs;
    }
}
