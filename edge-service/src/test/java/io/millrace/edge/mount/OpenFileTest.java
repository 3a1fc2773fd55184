package io.millrace.edge.mount;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFileTest {

    private static final FileTime EARLIER = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    private Path directory;

    private final MountCounters counters = new MountCounters();
    private Path path;
    private OpenFile file;

    @BeforeEach
    void open() throws IOException {
        path = directory.toRealPath().resolve("file");
        Files.writeString(path, "0123456789");
        Files.setLastModifiedTime(path, EARLIER);
        file = OpenFile.open(found(), counters).orElseThrow();
    }

    @AfterEach
    void close() {
        file.close();
        assertEquals(0, counters.open());
    }

    @Test
    void aPartIsReadWhole() throws IOException {
        assertEquals("345", read(3, 3));
    }

    @Test
    void aFileThatWasWrittenToIsNotSent() throws IOException {
        try (RandomAccessFile writer = new RandomAccessFile(path.toFile(), "rw")) {
            writer.write('x');
        }
        IOException refused = assertThrows(IOException.class, () -> file.read(3, 3));
        assertEquals(path + " has changed while it was sent", refused.getMessage());
    }

    @Test
    void aFileThatHasBecomeShorterIsNotSent() throws IOException {
        try (RandomAccessFile writer = new RandomAccessFile(path.toFile(), "rw")) {
            writer.setLength(4);
        }
        IOException refused = assertThrows(IOException.class, () -> file.read(3, 3));
        assertEquals(path + " has become shorter while it was sent", refused.getMessage());
    }

    @Test
    void aFileThatIsReplacedStaysWhatItWas() throws IOException {
        Path other = Files.writeString(directory.resolve("other"), "abcdefghij");
        Files.move(other, path, StandardCopyOption.ATOMIC_MOVE);
        assertEquals("345", read(3, 3));
    }

    @Test
    void aFileThatIsDeletedStaysWhatItWas() throws IOException {
        Files.delete(path);
        assertEquals("345", read(3, 3));
    }

    @Test
    void aFurtherHardLinkChangesNothing() throws IOException {
        Files.createLink(directory.resolve("link"), path);
        assertEquals("345", read(3, 3));
    }

    @Test
    void aFileThatWasReplacedBeforeItWasOpenedIsLookedForAgain() throws IOException {
        Found.File before = found();
        Files.move(Files.writeString(directory.resolve("other"), "0123456789"), path, StandardCopyOption.ATOMIC_MOVE);
        assertEquals(Optional.empty(), OpenFile.open(before, counters));
    }

    @Test
    void aFileThatWasDeletedBeforeItWasOpenedIsLookedForAgain() throws IOException {
        Found.File before = found();
        Files.delete(path);
        assertEquals(Optional.empty(), OpenFile.open(before, counters));
    }

    @Test
    void theTagIsStrongAndTellsLengthsAndTimesApart() throws IOException {
        String etag = etag();
        assertTrue(etag.matches("\"[0-9a-f]+-[0-9a-f]+\""), etag);
        Files.writeString(path, "0123456789a");
        Files.setLastModifiedTime(path, EARLIER);
        assertNotEquals(etag, etag());
        Files.writeString(path, "0123456789");
        Files.setLastModifiedTime(path, FileTime.from(EARLIER.toInstant().plusNanos(1)));
        assertNotEquals(etag, etag());
        Files.setLastModifiedTime(path, EARLIER);
        assertEquals(etag, etag());
    }

    @Test
    void aCopyHasTheSameTagAtAnotherEdge() throws IOException {
        Path copy = Files.copy(path, directory.resolve("copy"), StandardCopyOption.COPY_ATTRIBUTES);
        assertEquals(etag(), FileFacts.of(copy).validators().etag().orElseThrow());
    }

    private Found.File found() throws IOException {
        return new Found.File(path, FileFacts.of(path));
    }

    private String etag() throws IOException {
        return FileFacts.of(path).validators().etag().orElseThrow();
    }

    private String read(long from, int length) throws IOException {
        ByteBuf bytes = file.read(from, length);
        try {
            return bytes.toString(StandardCharsets.UTF_8);
        } finally {
            bytes.release();
        }
    }
}
