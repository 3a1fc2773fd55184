package io.millrace.access;

import java.util.Set;

/** Who may do something in a directory. */
sealed interface Permitted {

    /** Everybody, also those who have not said who they are. */
    record Anybody() implements Permitted {}

    /** These users and nobody else; an empty set closes the directory. */
    record Only(Set<String> users) implements Permitted {}

    Permitted ANYBODY = new Anybody();
}
