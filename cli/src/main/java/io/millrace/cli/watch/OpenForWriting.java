package io.millrace.cli.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which files some process has open for writing, as far as Linux shows it: of processes of the same user, and of all to
 * root. A writer in another container is not seen.
 */
public final class OpenForWriting {

    private static final Path PROCESSES = Path.of("/proc");
    private static final int OCTAL = 8;
    /** O_WRONLY and O_RDWR among the flags of an open file. */
    private static final int WRITING = 3;

    private OpenForWriting() {}

    /** Those below a directory; none where the system does not tell. */
    public static Set<Path> below(Path root) {
        Set<Path> open = new HashSet<>();
        if (Files.isDirectory(PROCESSES)) {
            try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
                processes.forEach(process -> of(process, root, open));
            } catch (IOException | DirectoryIteratorException e) {
                return open; // without what could not be read
            }
        }
        return open;
    }

    private static void of(Path process, Path root, Set<Path> open) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : files) {
                writtenBy(process, file, root).ifPresent(open::add);
            }
        } catch (IOException | DirectoryIteratorException e) {
            return; // it is another user's, or has ended
        }
    }

    /** Files are closed while others are looked at, which is nothing that those have to suffer for. */
    private static Optional<Path> writtenBy(Path process, Path file, Path root) {
        try {
            Path target = Files.readSymbolicLink(file);
            return target.startsWith(root) && writing(process.resolve("fdinfo").resolve(file.getFileName()))
                    ? Optional.of(target)
                    : Optional.empty();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static boolean writing(Path info) throws IOException {
        for (String line : Files.readAllLines(info)) {
            if (line.startsWith("flags:")) {
                return (Integer.parseInt(line.substring("flags:".length()).strip(), OCTAL) & WRITING) != 0;
            }
        }
        return false;
    }
}
