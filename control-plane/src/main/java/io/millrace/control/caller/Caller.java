package io.millrace.control.caller;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who calls.
 *
 * @param name for the audit log; what a file or a token calls them
 * @param roles what they may
 */
public record Caller(String name, Set<Role> roles) {

    /** Everybody, where the control plane is open. */
    static final Caller ANYONE = new Caller("anyone", EnumSet.of(Role.ADMIN));

    boolean may(Role needed) {
        return roles.stream().anyMatch(role -> role.includes(needed));
    }

    String rolesInWords() {
        return roles.isEmpty()
                ? "no role"
                : roles.stream().map(Role::word).sorted().collect(Collectors.joining(", "));
    }
}
