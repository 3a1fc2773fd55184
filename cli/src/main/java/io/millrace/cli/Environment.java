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

    /** That of this process; at home where the shell's {@code ~} is, and not where the system has the user's directory. */
    public static Environment ofProcess() {
        Environment atHome = new Environment(System.getenv(), Path.of(System.getProperty("user.home")));
        return atHome.variable("HOME")
                .map(home -> new Environment(atHome.variables(), Path.of(home)))
                .orElse(atHome);
    }

    /** An environment variable; one that is empty counts as unset. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
    }
}
