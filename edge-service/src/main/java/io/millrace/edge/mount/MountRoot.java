package io.millrace.edge.mount;

import io.millrace.chunklog.ContentTypes;
import io.millrace.chunklog.Listed;
import io.millrace.chunklog.Listed.ListedDirectory;
import io.millrace.chunklog.Listed.ListedObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The directory behind a mount: what in it may be served. Everything here blocks. A link is followed as long as what it
 * leads to is inside; a name that begins with a dot is hidden, though a visible link may lead to one, as Kubernetes's volumes do.
 */
final class MountRoot {

    private static final int LONGEST_NAME_BYTES = 255;
    private static final Found NOTHING = new Found.Nothing();

    private final Path root;

    MountRoot(Path root) {
        this.root = root;
    }

    /**
     * Finds what is at a path below the root.
     *
     * @param relative decoded segments between slashes, without one at its beginning; empty for the root
     */
    Found find(String relative) {
        for (String segment : relative.split("/", -1)) {
            if (segment.startsWith(".")
                    || segment.indexOf('\0') >= 0
                    || segment.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME_BYTES) {
                return NOTHING;
            }
        }
        try {
            Path inside = root.toRealPath(); // anew each time: it may be a link that is turned to a new release
            return at(inside.resolve(relative), inside);
        } catch (InvalidPathException | IOException e) {
            return NOTHING; // absent, no permission, a file taken for a directory, links in a circle
        }
    }

    private static Found at(Path path, Path inside) throws IOException {
        Path real = path.toRealPath();
        if (!real.startsWith(inside)) {
            return NOTHING;
        }
        FileFacts facts = FileFacts.of(real);
        return switch (facts.kind()) {
            case FILE -> new Found.File(real, facts);
            case DIRECTORY -> new Found.Directory(real);
            case SPECIAL -> NOTHING;
        };
    }

    /**
     * What is visible in a directory that was found.
     *
     * @param most the first so many by name, however many there are
     * @throws IOException if the directory can't be read
     */
    List<Listed> list(Found.Directory directory, int most) throws IOException {
        Path inside = root.toRealPath();
        List<Listed> listed = new ArrayList<>();
        for (Path path : first(directory.path(), most)) {
            listed(path, inside).ifPresent(listed::add);
        }
        return listed;
    }

    private static Optional<Listed> listed(Path path, Path inside) {
        String name = path.getFileName().toString();
        try {
            return switch (at(path, inside)) {
                case Found.File(Path real, FileFacts facts) ->
                    Optional.of(new ListedObject(name, facts.length(), facts.modified(), ContentTypes.of(name)));
                case Found.Directory inner -> Optional.of(new ListedDirectory(name));
                case Found.Nothing nothing -> Optional.empty();
            };
        } catch (IOException e) {
            return Optional.empty(); // a link to nothing, or gone meanwhile
        }
    }

    private static List<Path> first(Path directory, int most) throws IOException {
        PriorityQueue<Path> kept = new PriorityQueue<>(Comparator.<Path>reverseOrder());
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
            for (Path path : paths) {
                if (!path.getFileName().toString().startsWith(".")) {
                    kept.add(path);
                    if (kept.size() > most) {
                        kept.remove();
                    }
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return List.copyOf(kept);
    }
}
