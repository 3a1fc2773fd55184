package io.millrace.management;

import java.util.Optional;

/**
 * A setting and what it is in this process.
 *
 * @param name as a property
 * @param value its effective value with secrets hidden; empty where it has none
 */
record EffectiveSetting(String name, Optional<String> value, Origin origin) {

    /** Where a value comes from. */
    enum Origin {
        DEFAULT("default"),
        ENVIRONMENT("environment"),
        SYSTEM_PROPERTY("system property"),
        FILE("file");

        private final String words;

        Origin(String words) {
            this.words = words;
        }

        /** As the page says it. */
        String words() {
            return words;
        }
    }
}
