package io.millrace.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.chunklog.InvalidPathException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

    @Test
    void aPathNamesAnObject() throws InvalidPathException {
        assertEquals(new RequestTarget("/live/ch1/", "a.m4s", List.of()), RequestTarget.parse("/live/ch1/a.m4s"));
    }

    @ParameterizedTest
    @CsvSource({
        "/mrt1.a.b/live/a.ts, /live/, a.ts, mrt1.a.b",
        "/mrt1.a.b/live/, /live/, '', mrt1.a.b",
        "/mrt1.a.b/a.ts, /, a.ts, mrt1.a.b",
        "/mrt1.a.b/, /, '', mrt1.a.b",
        "/mrt1.a.b, /, '', mrt1.a.b",
        "//mrt1.a.b//live//a.ts, /live/, a.ts, mrt1.a.b",
        "/%6Drt1%2Ea.b/live/a.ts, /live/, a.ts, mrt1.a.b",
        "/./mrt1.a.b/live/a.ts, /live/, a.ts, mrt1.a.b",
        "/x/../mrt1.a.b/live/a.ts, /live/, a.ts, mrt1.a.b",
        "/mrt1.a.b%2Flive/a.ts, /live/, a.ts, mrt1.a.b",
        "/mrt1.a.b/live/../other/a.ts, /other/, a.ts, mrt1.a.b",
        "/mrt1.a.b/../live/a.ts, /live/, a.ts, ''",
        "/live/mrt1.a.b/a.ts, /live/mrt1.a.b/, a.ts, ''",
        "/mrt2.a.b/a.ts, /mrt2.a.b/, a.ts, ''"
    })
    void aTokenInFrontIsNoPartOfWhatIsNamedHoweverItIsSpelled(String path, String directory, String name, String token)
            throws InvalidPathException {
        assertEquals(
                new RequestTarget(directory, name, token.isEmpty() ? List.of() : List.of(token)),
                RequestTarget.parse(path).withoutTokens());
    }

    @Test
    void noneOfSeveralTokensStaysInWhatIsNamed() throws InvalidPathException {
        assertEquals(
                new RequestTarget("/live/", "a.ts", List.of("mrt1.a", "mrt1.b")),
                RequestTarget.parse("/mrt1.a/mrt1.b/live/a.ts").withoutTokens());
    }

    @Test
    void itsTextTellsNoToken() throws InvalidPathException {
        assertEquals(
                "/live/a.ts",
                RequestTarget.parse("/mrt1.a/live/a.ts").withoutTokens().toString());
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
