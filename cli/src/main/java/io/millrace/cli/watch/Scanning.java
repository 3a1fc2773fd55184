package io.millrace.cli.watch;

import io.millrace.cli.watch.FileEvent.Kind;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Looks at all files again and again: for systems that are not Linux, and for file systems over a network, which tell
 * nobody what others do. A file that another one was renamed to is known by its number; that a writer has ended is not.
 */
final class Scanning implements DirectoryEvents {

    /** How often, where nobody says. */
    static final Duration EVERY = Duration.ofMillis(500);

    private final Path root;
    private final int depth;
    private final long everyNanos;
    private Map<Path, Fingerprint> seen = Map.of();
    private long nextNanos = System.nanoTime();
    private boolean gone;

    Scanning(Path root, boolean recursive, Duration every) {
        this.root = root;
        this.depth = recursive ? Integer.MAX_VALUE : 1;
        this.everyNanos = every.toNanos();
    }

    @Override
    public boolean tellsWritten() {
        return false;
    }

    @Override
    public int poll(Duration atMost, Consumer<FileEvent> sink) throws IOException, InterruptedException {
        long left = nextNanos - System.nanoTime();
        if (left > atMost.toNanos()) {
            Thread.sleep(atMost);
            return 0;
        }
        if (left > 0) {
            Thread.sleep(Duration.ofNanos(left));
        }
        nextNanos = System.nanoTime() + everyNanos;
        return gone ? 0 : scan(sink);
    }

    private int scan(Consumer<FileEvent> sink) throws IOException {
        Map<Path, Fingerprint> now = new HashMap<>();
        try {
            Files.walkFileTree(root, Set.of(), depth, new Lister(root, now));
        } catch (NoSuchFileException e) {
            // Only of the root itself.
            gone = true;
            sink.accept(new FileEvent(Kind.ROOT_GONE, root));
            return 1;
        }
        Set<Object> known =
                seen.values().stream().map(Fingerprint::file).collect(Collectors.toCollection(HashSet::new));
        int told = 0;
        for (Path path : seen.keySet()) {
            if (!now.containsKey(path)) {
                sink.accept(new FileEvent(Kind.REMOVED, path));
                told++;
            }
        }
        for (Map.Entry<Path, Fingerprint> file : now.entrySet()) {
            Fingerprint before = seen.get(file.getKey());
            if (before == null || !before.equalTo(file.getValue())) {
                sink.accept(new FileEvent(kind(before, file.getValue(), known), file.getKey()));
                told++;
            }
        }
        seen = now;
        return told;
    }

    private static Kind kind(Fingerprint before, Fingerprint now, Set<Object> known) {
        if (now.file() == null) {
            return before == null ? Kind.FOUND : Kind.CHANGED;
        }
        if (before == null) {
            return known.contains(now.file()) ? Kind.REPLACED : Kind.FOUND;
        }
        return now.file().equals(before.file()) ? Kind.CHANGED : Kind.REPLACED;
    }

    /** Notes the regular files, and leaves out what can't be read. */
    private static final class Lister extends SimpleFileVisitor<Path> {

        private final Path root;
        private final Map<Path, Fingerprint> found;

        Lister(Path root, Map<Path, Fingerprint> found) {
            this.root = root;
            this.found = found;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            Fingerprint.of(attributes).ifPresent(print -> found.put(file, print));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (file.equals(root)) {
                throw failure;
            }
            return FileVisitResult.CONTINUE;
        }
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
