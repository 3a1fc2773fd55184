package io.millrace.helm;

import java.nio.file.Path;

/** Where the files of this source tree are; tests run in the directory of their module. */
final class Repository {

    /** The chart. */
    static final Path CHART = file("helm/millrace");

    private Repository() {}

    static Path file(String name) {
        return Path.of("..").resolve(name).toAbsolutePath().normalize();
    }
}
