package io.millrace.control.caller;

import java.util.Locale;
import java.util.Optional;

/** What a caller may. */
public enum Role {
    /** Read, but for secrets. */
    VIEWER,
    /** Also change. */
    OPERATOR,
    /** Everything. */
    ADMIN,
    /** What the services of the data plane do: watch, with what is kept of secrets, and report. */
    SERVICE;

    /** Whether who has this role may do what is another one's. */
    boolean includes(Role needed) {
        return switch (this) {
            case VIEWER -> needed == VIEWER;
            case OPERATOR -> needed == VIEWER || needed == OPERATOR;
            case ADMIN -> true;
            case SERVICE -> needed == SERVICE;
        };
    }

    /** As files and tokens write it, in small letters. */
    static Optional<Role> parse(String text) {
        for (Role role : values()) {
            if (role.word().equals(text)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
