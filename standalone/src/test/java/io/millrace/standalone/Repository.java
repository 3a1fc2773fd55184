package io.millrace.standalone;

import java.nio.file.Path;

/** Where the files of this source tree are; tests run in the directory of their module. */
public final class Repository {

    private Repository() {}

    public static Path file(String name) {
        return Path.of("..").resolve(name).toAbsolutePath().normalize();
    }
}
