package io.millrace.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.chunklog.InvalidPathException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

    @Test
    void aPathNamesAnObject() throws InvalidPathException {
        assertEquals(new RequestTarget("/live/ch1/", "a.m4s"), RequestTarget.parse("/live/ch1/a.m4s"));
    }

    @ParameterizedTest
    @CsvSource({"/, /", "/live/, /live/", "//live///, /live/", "/live/x/../, /live/", "/%6Cive/, /live/"})
    void aPathThatEndsWithASlashNamesADirectory(String path, String directory) throws InvalidPathException {
        RequestTarget target = RequestTarget.parse(path);
        assertEquals(directory, target.directory());
        assertTrue(target.isDirectory());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../", "/a/../../", "/%00/", "/%zz/", "*"})
    void whatNamesNeitherIsRefused(String path) {
        assertThrows(InvalidPathException.class, () -> RequestTarget.parse(path));
    }
}
