package io.millrace.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a command knows of where it runs. Immutable.
 *
 * @param variables the environment variables
 * @param home the user's home directory
 */
public record Environment(Map<String, String> variables, Path home) {

    /** That of this process. */
    public static Environment ofProcess() {
        return new Environment(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /** An environment variable; one that is empty counts as unset. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
    }
}
