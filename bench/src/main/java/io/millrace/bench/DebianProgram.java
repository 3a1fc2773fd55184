package io.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program that is installed, or else unpacked from Debian's package beside the build. Unpacked rather than installed: that
 * takes no rights, and no service of the machine starts with it.
 */
record DebianProgram(Path file, Map<String, String> environment) {

    /** There is no such program, for the reason that the message tells. */
    static final class MissingException extends RuntimeException {

        private MissingException(String message) {
            super(message);
        }
    }

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> DIRECTORIES = List.of("usr/sbin", "usr/bin");

    /** @throws MissingException where there is none */
    static DebianProgram find(String name, String debianPackage, Options options, Servers servers)
            throws InterruptedException {
        Optional<Path> installed = Stream.concat(
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1)), Stream.of("/usr/sbin"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
        if (installed.isPresent()) {
            return new DebianProgram(installed.get(), Map.of());
        }
        Path directory = options.root().resolve("target/debian").resolve(debianPackage);
        if (options.installedOnly()) {
            throw new MissingException(name + " is not installed, so there is nothing to compare with");
        }
        try {
            if (!Files.isDirectory(directory)) {
                unpack(debianPackage, directory, servers);
            }
            return unpacked(name, directory);
        } catch (IOException e) {
            throw new MissingException(
                    name + " is not installed, and Debian's " + debianPackage + " could not be fetched: "
                            + e.getMessage().lines().toList().getLast());
        }
    }

    private static void unpack(String debianPackage, Path directory, Servers servers)
            throws IOException, InterruptedException {
        Path archives = Files.createTempDirectory(servers.work(), debianPackage);
        Files.createDirectory(archives.resolve("partial"));
        run(
                servers,
                "apt-get",
                "install",
                "--download-only",
                "--yes",
                "--no-install-recommends",
                "-o",
                "Dir::Cache::archives=" + archives,
                "-o",
                "Debug::NoLocking=true",
                debianPackage);
        // Renamed when it is whole.
        Path part = Files.createTempDirectory(Files.createDirectories(directory.getParent()), debianPackage);
        try (Stream<Path> files = Files.list(archives)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                run(servers, "dpkg-deb", "-x", file.toString(), part.toString());
            }
        }
        Files.move(part, directory, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void run(Servers servers, String... command) throws IOException, InterruptedException {
        Server server = servers.start(command[0], List.of(command), Map.of());
        String output = server.awaitEnd(LIMIT);
        if (server.exitCode() != 0) {
            throw new IOException(output);
        }
    }

    private static DebianProgram unpacked(String name, Path directory) throws IOException {
        Path program = DIRECTORIES.stream()
                .map(in -> directory.resolve(in).resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IOException("there is no " + name + " in " + directory));
        try (Stream<Path> files = Files.list(Files.createDirectories(directory.resolve("usr/lib")))) {
            String libraries = String.join(
                    ":", files.filter(Files::isDirectory).map(Path::toString).toList());
            return new DebianProgram(program, Map.of("LD_LIBRARY_PATH", libraries));
        }
    }
}
