package io.millrace.cli.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.cli.watch.FileEvent.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a directory, by inotify and by looking again and again. */
class DirectoryEventsTest {

    private static final Duration PATIENCE = Duration.ofMillis(100);
    private static final Duration LOOK = Duration.ofMillis(1);
    /** More than the kernel keeps (fs.inotify.max_queued_events is 16,384). */
    private static final int TOO_MANY = 20_000;

    @TempDir
    private Path temporary;

    private final List<FileEvent> told = new ArrayList<>();

    @Test
    @EnabledOnOs(OS.LINUX)
    void aWriterIsSeenToWriteAndToClose() throws Exception {
        try (DirectoryEvents events = inotify()) {
            Path file = root().resolve("a.ts");
            try (OutputStream out = Files.newOutputStream(file)) {
                out.write(1);
                drain(events);
                assertEquals(Set.of(Kind.CHANGED), kinds());
            }
            told.clear();
            drain(events);
            assertEquals(List.of(new FileEvent(Kind.WRITTEN, file)), told);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aRenameIsAWholeFileAtOnce() throws Exception {
        try (DirectoryEvents events = inotify()) {
            Path old = Files.createFile(root().resolve("a.tmp"));
            drain(events);
            told.clear();
            Path file = Files.move(old, root().resolve("a.m3u8"));
            drain(events);
            assertEquals(List.of(new FileEvent(Kind.REMOVED, old), new FileEvent(Kind.REPLACED, file)), told);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatIsInADirectoryThatIsMadeOrMovedHereIsFound() throws Exception {
        Path outside = Files.createDirectories(temporary.resolve("outside/deep"));
        Files.createFile(outside.resolve("b.ts"));
        try (DirectoryEvents events = inotify()) {
            Path made = Files.createDirectory(root().resolve("made"));
            Path a = Files.createFile(made.resolve("a.ts"));
            Path moved = Files.move(temporary.resolve("outside"), root().resolve("moved"));
            drain(events);
            assertTrue(told.contains(new FileEvent(Kind.FOUND, a)), told::toString);
            assertTrue(told.contains(new FileEvent(Kind.FOUND, moved.resolve("deep/b.ts"))), told::toString);
            told.clear();
            Path c = Files.createFile(moved.resolve("deep/c.ts"));
            drain(events);
            assertTrue(told.contains(new FileEvent(Kind.WRITTEN, c)), told::toString);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aDirectoryThatIsMovedAwayIsNotFollowedThere() throws Exception {
        Path below = Files.createDirectories(root().resolve("below/deep"));
        try (DirectoryEvents events = inotify()) {
            Files.move(below.getParent(), temporary.resolve("away"));
            drain(events);
            assertEquals(List.of(new FileEvent(Kind.DIRECTORY_REMOVED, below.getParent())), told);
            told.clear();
            Files.createFile(temporary.resolve("away/deep/a.ts"));
            drain(events);
            assertEquals(List.of(), told);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whenTooMuchHasHappenedAllThatIsThereIsToldAgain() throws Exception {
        Path kept = Files.createFile(root().resolve("kept.ts"));
        try (DirectoryEvents events = inotify()) {
            drain(events);
            told.clear();
            for (int i = 0; i < TOO_MANY; i++) {
                Files.createFile(root().resolve("x" + i % 2));
                Files.delete(root().resolve("x" + i % 2));
            }
            Path last = Files.createFile(root().resolve("last.ts"));
            drain(events);
            List<FileEvent> again = told.subList(told.indexOf(new FileEvent(Kind.LOST, root())), told.size());
            assertTrue(again.contains(new FileEvent(Kind.FOUND, kept)));
            assertTrue(again.contains(new FileEvent(Kind.FOUND, last)));
            assertEquals(new FileEvent(Kind.RESCANNED, root()), again.getLast());
            told.clear();
            Files.delete(kept);
            drain(events);
            assertEquals(List.of(new FileEvent(Kind.REMOVED, kept)), told);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theEndOfTheDirectoryIsTold() throws Exception {
        try (DirectoryEvents events = inotify()) {
            Files.delete(root());
            drain(events);
            assertEquals(Kind.ROOT_GONE, told.getLast().kind());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void symbolicLinksAreNotFollowed() throws Exception {
        Path outside = Files.createDirectory(temporary.resolve("outside"));
        Files.createFile(outside.resolve("secret"));
        Files.createSymbolicLink(root().resolve("link"), outside);
        Files.createSymbolicLink(root().resolve("file"), outside.resolve("secret"));
        try (DirectoryEvents events = inotify()) {
            drain(events);
            assertEquals(List.of(), told);
        }
    }

    @Test
    void lookingAgainTellsWhatIsNewChangedRenamedAndGone() throws Exception {
        Path changed = Files.writeString(root().resolve("changed"), "a");
        Path renamed = Files.writeString(root().resolve("renamed.tmp"), "b");
        Path gone = Files.writeString(root().resolve("gone"), "c");
        try (DirectoryEvents events = new Scanning(root(), true, LOOK)) {
            drain(events);
            assertEquals(
                    Set.of(
                            new FileEvent(Kind.FOUND, changed),
                            new FileEvent(Kind.FOUND, renamed),
                            new FileEvent(Kind.FOUND, gone)),
                    Set.copyOf(told));
            told.clear();
            Files.writeString(changed, "more", StandardOpenOption.APPEND);
            Path name = Files.move(renamed, root().resolve("renamed"), StandardCopyOption.ATOMIC_MOVE);
            Files.delete(gone);
            drain(events);
            assertEquals(
                    Set.of(
                            new FileEvent(Kind.CHANGED, changed),
                            new FileEvent(Kind.REMOVED, renamed),
                            new FileEvent(Kind.REPLACED, name),
                            new FileEvent(Kind.REMOVED, gone)),
                    Set.copyOf(told));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whoHasAFileOpenForWritingIsSeen() throws Exception {
        Path read = Files.createFile(root().resolve("read"));
        Path written = root().resolve("written");
        try (OutputStream out = Files.newOutputStream(written);
                InputStream in = Files.newInputStream(read)) {
            out.write(in.available());
            assertEquals(Set.of(written), OpenForWriting.below(root()));
        }
        assertEquals(Set.of(), OpenForWriting.below(root()));
    }

    private Path root() throws IOException {
        return Files.createDirectories(temporary.resolve("root")).toRealPath();
    }

    private DirectoryEvents inotify() throws IOException {
        return DirectoryEvents.of(root(), true, Duration.ZERO);
    }

    /** Until nothing more is told. */
    private void drain(DirectoryEvents events) throws IOException, InterruptedException {
        while (events.poll(PATIENCE, told::add) > 0) {
            // More.
        }
    }

    private Set<Kind> kinds() {
        return told.stream().map(FileEvent::kind).collect(Collectors.toSet());
    }
}
