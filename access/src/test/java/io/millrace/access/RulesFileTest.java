package io.millrace.access;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesFileTest {

    private static final Duration NEVER = Duration.ofDays(1);

    private static final String OPEN = """
            {"default": {"read": ["*"], "write": ["*"]}}""";
    private static final String CLOSED = """
            {"default": {"read": [], "write": []}}""";

    @TempDir
    private Path directory;

    private Path path;
    private RulesFile file;
    private final List<Rules> changes = new CopyOnWriteArrayList<>();
    private final LoggedLines log = new LoggedLines();

    @BeforeEach
    void listen() {
        path = directory.resolve("access.json");
        Logger.getLogger(RulesFile.class.getName()).addHandler(log);
    }

    @AfterEach
    void close() {
        Logger.getLogger(RulesFile.class.getName()).removeHandler(log);
        if (file != null) {
            file.close();
        }
    }

    @Test
    void aFileThatIsNotThereStopsTheStart() {
        assertEquals(
                path + " is not there",
                assertThrows(InvalidRulesException.class, () -> AccessRules.watch(path))
                        .getMessage());
    }

    @Test
    void aFileThatCanNotBeReadStopsTheStart() {
        assertTrue(assertThrows(InvalidRulesException.class, () -> AccessRules.watch(directory))
                .getMessage()
                .startsWith(directory + " can't be read"));
    }

    @Test
    void aChangeIsFoundWithoutAnybodyAsking() throws IOException {
        follow(OPEN, Duration.ofMillis(5));
        Files.writeString(path, CLOSED);
        await().until(() -> !changes.isEmpty() && closed(changes.getLast()));
    }

    @Test
    void theSameContentIsNoChange() throws IOException {
        follow(OPEN, NEVER);
        Files.writeString(path, OPEN);
        file.refresh();
        assertEquals(List.of(), changes);
    }

    @Test
    void aChangedSymbolicLinkIsAChange() throws IOException {
        // As Kubernetes mounts a ConfigMap: access.json -> data/access.json, data -> one of the versions.
        Path one = Files.createDirectory(directory.resolve("one"));
        Path other = Files.createDirectory(directory.resolve("other"));
        Files.writeString(one.resolve("access.json"), OPEN);
        Files.writeString(other.resolve("access.json"), CLOSED);
        Path data = Files.createSymbolicLink(directory.resolve("data"), one);
        Files.createSymbolicLink(path, data.resolve("access.json"));
        follow(NEVER);
        Path swapped = Files.createSymbolicLink(directory.resolve("swapped"), other);
        Files.move(swapped, data, StandardCopyOption.ATOMIC_MOVE);
        file.refresh();
        assertEquals(1, changes.size());
        assertTrue(closed(changes.getFirst()));
    }

    @Test
    void aBrokenChangeChangesNothing() throws IOException {
        follow(OPEN, NEVER);
        Files.writeString(path, "{");
        file.refresh();
        assertEquals(List.of(), changes);
        assertTrue(file.broken());
    }

    @Test
    void aBrokenChangeIsLoggedOnce() throws IOException {
        follow(OPEN, NEVER);
        Files.writeString(path, "[]");
        file.refresh();
        file.refresh();
        assertEquals(
                List.of("access rules stay as they are: " + path + ", line 1: the file must be an object {…}"),
                log.lines);
    }

    @Test
    void aFileThatGoesAwayChangesNothing() throws IOException {
        follow(OPEN, NEVER);
        Files.delete(path);
        file.refresh();
        assertEquals(List.of(), changes);
        assertEquals(List.of("access rules stay as they are: " + path + " is not there"), log.lines);
    }

    @Test
    void aChangeAfterABrokenOneCounts() throws IOException {
        follow(OPEN, NEVER);
        Files.writeString(path, "{");
        file.refresh();
        Files.writeString(path, CLOSED);
        file.refresh();
        assertTrue(closed(changes.getLast()));
        assertFalse(file.broken());
    }

    @Test
    void theOldContentAfterABrokenOneIsInForceAgain() throws IOException {
        follow(OPEN, NEVER);
        Files.writeString(path, "{");
        file.refresh();
        Files.writeString(path, OPEN);
        file.refresh();
        assertFalse(file.broken());
    }

    private void follow(String text, Duration every) throws IOException {
        Files.writeString(path, text);
        follow(every);
    }

    private void follow(Duration every) {
        file = new RulesFile(path);
        file.read();
        file.follow(every, changes::add);
    }

    private static boolean closed(Rules rules) {
        return rules.permitted(Action.READ, "/") instanceof Permitted.Only;
    }

    /** What was logged, without what a logger puts around it. */
    private static final class LoggedLines extends Handler {

        private final List<String> lines = new ArrayList<>();

        @Override
        public void publish(LogRecord entry) {
            lines.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
