package io.millrace.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.chunklog.InvalidPathException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestedPathTest {

    @ParameterizedTest
    @CsvSource({
        "/a.ts, a.ts, /a.ts",
        "/live/cam/a.ts, live, /live/cam/a.ts",
        "//live//./cam/../cam/a.ts, live, /live/cam/a.ts",
        "/%6Cive/a%2Fb.ts, live, /live/a/b.ts",
        "/live/cam/, live, /live/cam/",
        "/, '', /"
    })
    void aPathIsReadInItsNormalForm(String raw, String first, String text) throws Exception {
        RequestedPath path = RequestedPath.parse(raw);
        assertEquals(first, path.firstPart());
        assertEquals(text, path.text());
    }

    @ParameterizedTest
    @CsvSource({
        "/k/live/cam/a.ts, /live/cam/a.ts, /live/cam/",
        "/k/a.ts, /a.ts, /",
        "/k/live/, /live/, /live/",
        "/k/, /, /",
        "/k, /, /"
    })
    void theFirstPartCanBeTakenOff(String raw, String text, String directory) throws Exception {
        RequestedPath path = RequestedPath.parse(raw).withoutFirstPart();
        assertEquals(text, path.text());
        assertEquals(directory, path.changedDirectory());
    }

    @Test
    void nothingCanBePutWhereOnlyAKeyWas() throws Exception {
        RequestedPath path = RequestedPath.parse("/k").withoutFirstPart();
        assertThrows(InvalidPathException.class, path::requireObject);
    }

    @ParameterizedTest
    @CsvSource({
        "/live/cam/, a.ts, /live/cam/a.ts",
        "/live/cam, a.ts, /live/cam/a.ts",
        "/live/cam/, low/a.ts, /live/cam/low/a.ts",
        "/live/cam/, low%2Fa%20b.ts, /live/cam/low/a b.ts",
        "/live/cam/, low/../a.ts, /live/cam/a.ts",
        "/, a.ts, /a.ts"
    })
    void aQueryNamesAnObjectInTheDirectory(String raw, String name, String text) throws Exception {
        assertEquals(text, RequestedPath.parse(raw).named(name).text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../a.ts",
                "..%2Fa.ts",
                "%2E%2E/other/a.ts",
                "/a.ts",
                "low/",
                ".",
                "..",
                "a%00.ts",
                "a%0D%0Ab",
                "a%",
                "low/../.."
            })
    void aQueryNamesNothingElse(String name) throws Exception {
        RequestedPath path = RequestedPath.parse("/live/cam/");
        assertThrows(InvalidPathException.class, () -> path.named(name));
    }
}
