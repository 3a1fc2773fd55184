package io.millrace.access;

import java.nio.file.Path;

/**
 * Where something stands in a file.
 *
 * @param line counted from 1
 */
record Place(Path file, int line) {

    InvalidRulesException wrong(String what) {
        return new InvalidRulesException(file + ", line " + line + ": " + what);
    }
}
