package io.millrace.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.chunklog.InvalidPathException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryPathTest {

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/live, /live/",
        "/live/, /live/",
        "//live//ch1, /live/ch1/",
        "/live/./ch1/../ch2/, /live/ch2/",
        "/a%20b/, '/a b/'"
    })
    void theLastSlashMayBeLeftOut(String raw, String path) throws InvalidPathException {
        assertEquals(path, DirectoryPath.parse(raw).path());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/..", "/%00/", "/%zz", "live/"})
    void whatNamesNoPathIsRefused(String raw) {
        assertThrows(InvalidPathException.class, () -> DirectoryPath.parse(raw));
    }

    @Test
    void onlyALastSlashSaysThatADirectoryIsMeant() {
        assertTrue(DirectoryPath.isMeant("/live/"));
        assertFalse(DirectoryPath.isMeant("/live"));
    }

    @Test
    void itIsSpelledAsAUrlSpellsIt() throws InvalidPathException {
        assertEquals("/a%20b/", DirectoryPath.parse("/a b").encoded());
        assertEquals("/", DirectoryPath.parse("/").encoded());
    }

    @Test
    void itsNameIsItsLastSegment() throws InvalidPathException {
        assertEquals("ch1", DirectoryPath.parse("/live/ch1").name());
        assertEquals("/", DirectoryPath.parse("/").name());
    }
}
