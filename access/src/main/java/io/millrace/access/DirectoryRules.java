package io.millrace.access;

import java.util.Map;

/**
 * Who may do one thing, by directory. Immutable.
 *
 * @param fallback who may where no directory says it
 * @param byDirectory keys start and end with a slash
 */
record DirectoryRules(Permitted fallback, Map<String, Permitted> byDirectory) {

    DirectoryRules {
        byDirectory = Map.copyOf(byDirectory);
    }

    /** The longest directory that the given one lies in, or is, decides. */
    Permitted in(String directory) {
        if (byDirectory.isEmpty()) {
            return fallback;
        }
        // Up from the directory itself, one segment a turn: as many lookups as it is deep, however many rules there
        // are.
        for (int end = directory.length(); end > 0; end = directory.lastIndexOf('/', end - 2) + 1) {
            Permitted permitted = byDirectory.get(directory.substring(0, end));
            if (permitted != null) {
                return permitted;
            }
        }
        return fallback;
    }
}
