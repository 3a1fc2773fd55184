package io.millrace.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds a redis-server that runs on this machine: an installed one, else one of those in the jar of embedded-redis. */
final class RedisBinary {

    private static final List<String> INSTALLED = List.of("redis-server", "valkey-server");
    private static final Pattern VERSION = Pattern.compile("server v=(\\d+)\\.(\\d+)");
    /** The oldest that Millrace works with, times 100. */
    private static final int MIN_VERSION = 602;

    private static final int PROBE_LIMIT_SECONDS = 5;

    private RedisBinary() {}

    /**
     * The program to start.
     *
     * @param extractInto where a binary from the jar is put, if it comes to that; it is left there
     */
    static Path find(Path extractInto) {
        return INSTALLED.stream()
                .flatMap(name -> SearchPath.find(name).stream())
                .filter(RedisBinary::runs)
                .findFirst()
                .or(() -> bundled().stream()
                        .map(resource -> extract(resource, extractInto))
                        .filter(RedisBinary::runs)
                        .findFirst())
                .orElseThrow(() -> new ChildProcessException("No Redis runs on this machine ("
                        + System.getProperty("os.name") + ", " + System.getProperty("os.arch")
                        + "): install redis-server 6.2 or later, or valkey-server, so that it is on the PATH"));
    }

    /** What the jar has for this machine, best first. */
    private static List<String> bundled() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        if (system.startsWith("linux")) {
            return arm
                    ? List.of("redis-server-6.2.7-linux-arm64")
                    // The first needs OpenSSL 3 and glibc 2.34, the second nothing.
                    : List.of("redis-server-6.2.6-v5-linux-amd64", "redis-server-6.2.7-linux-386");
        }
        if (system.startsWith("mac")) {
            return arm
                    // The first needs Homebrew's OpenSSL 3, the second Rosetta.
                    ? List.of("redis-server-6.2.6-v5-darwin-arm64", "redis-server-6.2.6-v5-darwin-amd64")
                    : List.of("redis-server-6.2.6-v5-darwin-amd64");
        }
        return List.of();
    }

    private static Path extract(String resource, Path directory) {
        Path binary = directory.resolve(resource);
        if (Files.isExecutable(binary)) {
            return binary;
        }
        try (InputStream content = RedisBinary.class.getResourceAsStream("/" + resource)) {
            if (content == null) {
                throw new IOException("embedded-redis.jar is not on the classpath, or has none");
            }
            Files.createDirectories(directory);
            // Moved into place, so that what is there is whole.
            Path part = Files.createTempFile(directory, resource, ".part");
            Files.copy(content, part, StandardCopyOption.REPLACE_EXISTING);
            if (!part.toFile().setExecutable(true)) {
                throw new IOException(part + " can't be made executable");
            }
            return Files.move(part, binary, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ChildProcessException(
                    resource + " can't be extracted into " + directory + ": " + e.getMessage(), e);
        }
    }

    /** Whether it starts at all, with the libraries and the processor of this machine, and is new enough. */
    private static boolean runs(Path binary) {
        try {
            Process process = new ProcessBuilder(binary.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String answer;
            try (var output = process.inputReader()) {
                answer = output.readAllAsString();
            }
            if (!process.waitFor(PROBE_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return version(answer).filter(version -> version >= MIN_VERSION).isPresent();
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Optional<Integer> version(String answer) {
        Matcher matcher = VERSION.matcher(answer);
        return matcher.find()
                ? Optional.of(Integer.parseInt(matcher.group(1)) * 100 + Integer.parseInt(matcher.group(2)))
                : Optional.empty();
    }
}
