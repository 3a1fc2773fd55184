package io.millrace.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/**
 * A directory of files as the kubelet mounts a Secret of cert-manager: {@code tls.crt}, {@code tls.key} and {@code ca.crt}
 * are links through {@code ..data}, which one rename swaps for another version.
 */
public final class SecretVolume {

    /** The names of {@link Certificates} that a secret's files are copies of. */
    private static final Map<String, String> SERVER =
            Map.of("tls.crt", "server.pem", "tls.key", "server.key", "ca.crt", "ca.pem");

    private final Path directory;
    private int versions;

    private SecretVolume(Path directory) {
        this.directory = directory;
    }

    /** One that holds the server's files of these certificates. */
    public static SecretVolume of(Path directory, Path certificates) throws IOException {
        SecretVolume volume = new SecretVolume(Files.createDirectories(directory));
        volume.swap(certificates);
        for (String file : List.of("tls.crt", "tls.key", "ca.crt")) {
            Files.createSymbolicLink(directory.resolve(file), Path.of("..data", file));
        }
        return volume;
    }

    /** Another version takes the place of that which is there. */
    public void swap(Path certificates) throws IOException {
        String version = "..version-" + versions++;
        Files.createDirectory(directory.resolve(version));
        for (Map.Entry<String, String> file : SERVER.entrySet()) {
            Files.copy(certificates.resolve(file.getValue()), directory.resolve(version, file.getKey()));
        }
        Path link = Files.createSymbolicLink(directory.resolve("..data-next"), Path.of(version));
        Files.move(
                link, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The path of a file. */
    public Path file(String name) {
        return directory.resolve(name);
    }
}
