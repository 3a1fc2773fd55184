package io.millrace.doctor;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Proxies that this machine has. */
final class Installed {

    private Installed() {}

    /** Where a program is; without it the test is skipped, but not in CI. */
    static String program(String name, String debianPackage) {
        Optional<Path> found = Stream.concat(
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1)),
                        Stream.of("/usr/sbin", "/usr/local/sbin"))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty() && System.getenv("CI") != null) {
            throw new AssertionError(name + " is not installed; Debian has it in the package " + debianPackage);
        }
        assumeTrue(found.isPresent(), () -> name + " is not installed (Debian's package " + debianPackage + ")");
        return found.orElseThrow().toString();
    }
}
