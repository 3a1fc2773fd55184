package io.millrace.cli.watch;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import io.millrace.cli.watch.FileEvent.Kind;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Linux's inotify(7), which also tells when a writer closes its file and when a file is renamed; the JDK's WatchService
 * keeps that to itself. A directory is watched before it is listed, so that nothing falls between.
 */
final class Inotify implements DirectoryEvents {

    private static final int MODIFY = 0x2;
    private static final int CLOSE_WRITE = 0x8;
    private static final int MOVED_FROM = 0x40;
    private static final int MOVED_TO = 0x80;
    private static final int CREATE = 0x100;
    private static final int DELETE = 0x200;
    private static final int DELETE_SELF = 0x400;
    private static final int MOVE_SELF = 0x800;
    private static final int UNMOUNT = 0x2000;
    private static final int OVERFLOW = 0x4000;
    private static final int IGNORED = 0x8000;
    private static final int ONLY_DIRECTORIES = 0x1000000;
    private static final int NO_LINKS = 0x2000000;
    /** Who still writes a file that has lost its name writes nothing of this directory. */
    private static final int NOT_THE_UNLINKED = 0x4000000;

    private static final int DIRECTORY = 0x40000000;

    private static final int WATCHED = MODIFY
            | CLOSE_WRITE
            | MOVED_FROM
            | MOVED_TO
            | CREATE
            | DELETE
            | DELETE_SELF
            | MOVE_SELF
            | ONLY_DIRECTORIES
            | NO_LINKS
            | NOT_THE_UNLINKED;

    /** struct inotify_event: watch, mask, cookie, length of the name, name. */
    private static final int HEAD_BYTES = 16;

    private static final int MASK_AT = 4;
    private static final int LENGTH_AT = 12;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path root;
    private final boolean recursive;
    private final InotifyCalls calls = new InotifyCalls();
    private final int instance;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment buffer = arena.allocate(BUFFER_BYTES);
    private final Map<Integer, Path> directories = new HashMap<>();
    private final Map<Path, Integer> watches = new HashMap<>();
    /** Found when a directory was listed, and not told yet. */
    private final Deque<FileEvent> listed = new ArrayDeque<>();

    static boolean available() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");
    }

    Inotify(Path root, boolean recursive) throws IOException {
        this.root = root;
        this.recursive = recursive;
        this.instance = calls.open();
        try {
            if (instance < 0) {
                throw failure();
            }
            follow(root);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public boolean tellsWritten() {
        return true;
    }

    @Override
    public int poll(Duration atMost, Consumer<FileEvent> sink) throws IOException {
        int told = tellListed(sink);
        int ready = calls.await(instance, told > 0 ? 0 : (int) atMost.toMillis());
        if (ready < 0 && calls.error() != InotifyCalls.EINTR) {
            throw failure();
        }
        if (ready <= 0) {
            return told;
        }
        int bytes = calls.read(instance, buffer);
        int at = 0;
        while (at < bytes) {
            int nameBytes = buffer.get(JAVA_INT_UNALIGNED, at + LENGTH_AT);
            int mask = buffer.get(JAVA_INT_UNALIGNED, at + MASK_AT);
            take(buffer.get(JAVA_INT_UNALIGNED, at), mask, name(at + HEAD_BYTES, nameBytes), sink);
            told += 1 + tellListed(sink);
            at += HEAD_BYTES + nameBytes;
        }
        return told;
    }

    /** It is filled up with zeros. */
    private String name(int from, int bytes) {
        int length = 0;
        while (length < bytes && buffer.get(JAVA_BYTE, from + length) != 0) {
            length++;
        }
        return new String(buffer.asSlice(from, length).toArray(JAVA_BYTE), InotifyCalls.names());
    }

    private void take(int watch, int mask, String name, Consumer<FileEvent> sink) throws IOException {
        if ((mask & OVERFLOW) != 0) {
            sink.accept(new FileEvent(Kind.LOST, root));
            // A directory that was moved meanwhile has a watch still, under a path that is another's now.
            letGo(root);
            follow(root);
            listed.add(new FileEvent(Kind.RESCANNED, root));
            return;
        }
        Path directory = directories.get(watch);
        if (directory == null) {
            return; // it was let go of before
        }
        if ((mask & IGNORED) != 0) {
            directories.remove(watch);
            watches.remove(directory, watch);
        } else if ((mask & (DELETE_SELF | MOVE_SELF | UNMOUNT)) != 0) {
            if (directory.equals(root)) {
                sink.accept(new FileEvent(Kind.ROOT_GONE, root));
            }
        } else if ((mask & DIRECTORY) != 0) {
            takeDirectory(directory.resolve(name), mask, sink);
        } else {
            takeFile(directory.resolve(name), mask, sink);
        }
    }

    private void takeDirectory(Path path, int mask, Consumer<FileEvent> sink) throws IOException {
        if ((mask & (CREATE | MOVED_TO)) != 0 && recursive) {
            follow(path);
        } else if ((mask & (DELETE | MOVED_FROM)) != 0) {
            letGo(path);
            sink.accept(new FileEvent(Kind.DIRECTORY_REMOVED, path));
        }
    }

    private static void takeFile(Path path, int mask, Consumer<FileEvent> sink) {
        if ((mask & MOVED_TO) != 0) {
            sink.accept(new FileEvent(Kind.REPLACED, path));
        } else if ((mask & (DELETE | MOVED_FROM)) != 0) {
            sink.accept(new FileEvent(Kind.REMOVED, path));
        } else if ((mask & CLOSE_WRITE) != 0) {
            sink.accept(new FileEvent(Kind.WRITTEN, path));
        } else if ((mask & CREATE) != 0 && isHardLink(path)) {
            // Nobody closes it.
            sink.accept(new FileEvent(Kind.FOUND, path));
        } else if ((mask & (CREATE | MODIFY)) != 0) {
            sink.accept(new FileEvent(Kind.CHANGED, path));
        }
    }

    private static boolean isHardLink(Path path) {
        try {
            return Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS) instanceof Integer links
                    && links > 1;
        } catch (IOException e) {
            return false; // it is gone already
        }
    }

    /** Watches a directory and those below, and notes what they hold. */
    private void follow(Path directory) throws IOException {
        int watch = calls.add(instance, directory, WATCHED);
        if (watch < 0) {
            int error = calls.error();
            if (directory.equals(root) || error == InotifyCalls.ENOSPC) {
                throw failure();
            }
            if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                listed.add(new FileEvent(Kind.UNREADABLE, directory));
            }
            return;
        }
        Path before = directories.put(watch, directory);
        if (before != null) {
            watches.remove(before, watch);
        }
        watches.put(directory, watch);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                    listed.add(new FileEvent(Kind.FOUND, entry));
                } else if (recursive && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    follow(entry);
                }
            }
        } catch (NoSuchFileException | DirectoryIteratorException e) {
            // It is gone already, which is told too.
        } catch (AccessDeniedException e) {
            listed.add(new FileEvent(Kind.UNREADABLE, directory));
        }
    }

    /** A directory that is moved away keeps its watch, which would tell the old path. */
    private void letGo(Path directory) {
        List<Path> gone = watches.keySet().stream()
                .filter(path -> path.startsWith(directory))
                .toList();
        for (Path path : gone) {
            int watch = watches.remove(path);
            directories.remove(watch);
            calls.remove(instance, watch);
        }
    }

    private int tellListed(Consumer<FileEvent> sink) {
        int told = 0;
        while (!listed.isEmpty()) {
            sink.accept(listed.poll());
            told++;
        }
        return told;
    }

    private IOException failure() {
        return new IOException(
                switch (calls.error()) {
                    case InotifyCalls.ENOSPC ->
                        root
                                + " has more directories than this user may watch; raise the sysctl fs.inotify.max_user_watches,"
                                + " or look again and again with --scan-every 1s";
                    case InotifyCalls.EMFILE ->
                        "this user has no further inotify instance; raise the sysctl fs.inotify.max_user_instances, or look"
                                + " again and again with --scan-every 1s";
                    default -> root + " can't be watched (errno " + calls.error() + ")";
                });
    }

    @Override
    public void close() {
        if (instance >= 0) {
            calls.close(instance);
        }
        calls.close();
        arena.close();
    }
}
