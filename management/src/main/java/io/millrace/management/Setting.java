package io.millrace.management;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A setting that a process knows.
 *
 * @param name as a property; {@code *} stands for a name that the operator chooses
 * @param defaultValue what it is if nobody sets it
 * @param path whether it names files, which are no secrets, whatever is in them
 */
record Setting(String name, Optional<String> defaultValue, boolean path) {

    private static final String ANY_NAME = "*";

    /** Whether it stands for several properties whose names the operator chooses. */
    boolean open() {
        return name.contains(ANY_NAME);
    }

    /** The environment variable that sets it. */
    String variable() {
        return variable(name);
    }

    /** Whether an environment variable sets it, or one of its entries. */
    boolean isSetBy(String variable) {
        String own = variable().replaceAll("_+$", "");
        String pattern = own.contains(ANY_NAME) ? own.replace(ANY_NAME, ".+") : own + "(_\\d+_)?"; // an entry of a list
        return Pattern.matches(pattern, variable);
    }

    /** Whether a property is this setting, or one of those that it stands for. */
    boolean covers(String property) {
        return Pattern.matches(Pattern.quote(name).replace(ANY_NAME, "\\E.+\\Q"), property);
    }

    /** As SmallRye looks properties up in the environment. */
    private static String variable(String property) {
        return property.replaceAll("[^A-Za-z0-9*]", "_").toUpperCase(Locale.ROOT);
    }
}
