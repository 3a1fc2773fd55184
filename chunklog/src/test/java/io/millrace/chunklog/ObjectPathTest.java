package io.millrace.chunklog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectPathTest {

    @Test
    void aPathIsSplitBehindItsLastSlash() throws InvalidPathException {
        assertEquals(new ObjectPath("/live/a/", "seg-1.m4s"), ObjectPath.parse("/live/a/seg-1.m4s"));
    }

    @Test
    void aNameWithoutADirectoryLiesInTheRoot() throws InvalidPathException {
        assertEquals(new ObjectPath("/", "a.mpd"), ObjectPath.parse("/a.mpd"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/live/a.m4s",
                "//live///a.m4s",
                "/./live/././a.m4s",
                "/other/../live/a.m4s",
                "/live/deep/er/../../a.m4s",
                "/l%69ve/%61.m4s",
                "/live%2Fa.m4s",
                "/live%2fa.m4s",
                "/x/%2E%2e/live/%2e/a.m4s"
            })
    void everySpellingOfAPathNamesTheSameObject(String spelled) throws InvalidPathException {
        assertEquals(new ObjectPath("/live/", "a.m4s"), ObjectPath.parse(spelled));
    }

    @ParameterizedTest
    @CsvSource({
        "/live/seg(1).m4s, seg(1).m4s",
        "/live/seg.1.2.m4s, seg.1.2.m4s",
        "/live/..a, ..a",
        "/live/.a, .a",
        "/live/..., ...",
        "/live/a%20b, a b",
        "/live/100%25, 100%",
        "/live/a+b, a+b",
        "/live/%C3%A9.ts, é.ts",
        "/live/%F0%9F%8E%A5, 🎥"
    })
    void whatIsLegalInAPathStaysInTheName(String spelled, String name) throws InvalidPathException {
        assertEquals(new ObjectPath("/live/", name), ObjectPath.parse(spelled));
    }

    @Test
    void bytesThatAreNotEscapedAreUtf8() throws InvalidPathException {
        assertEquals("\u00e9", ObjectPath.parse("/\u00c3\u00a9").name());
    }

    @Test
    void anEscapeIsDecodedOnce() throws InvalidPathException {
        assertEquals("%2e%2e", ObjectPath.parse("/%252e%252e").name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/..", "/../a", "/a/../../b", "/%2e%2e/a", "/..%2fa", "/a/b/../../../c", "/./../a"})
    void aPathThatLeavesTheRootIsRefused(String spelled) {
        assertEquals("the path leaves the root", refusalOf(spelled));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "//", "/live/", "/live/.", "/live/..", "/live/%2e", "/live/a/%2E%2E", "/live%2f"})
    void aPathThatNamesADirectoryIsRefused(String spelled) {
        assertEquals(
                "the path names a directory, not an object: it has no name after its last slash", refusalOf(spelled));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a%00", "/a%0d%0aX", "/a%1f", "/a%7F", "/%09/a", "/a\u0001b", "/a%C2%85"})
    void aPathWithAControlCharacterIsRefused(String spelled) {
        assertEquals("the path holds a control character", refusalOf(spelled));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a%", "/a%4", "/a%zz", "/a%4g", "/%%41", "/a%-1", "/a%+1"})
    void aBrokenEscapeIsRefused(String spelled) {
        assertEquals("the path has a percent sign that two hexadecimal digits do not follow", refusalOf(spelled));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%ff", "/%C3", "/%C0%AF", "/%ED%A0%80", "/%C3(a"})
    void escapesThatAreNotUtf8AreRefused(String spelled) {
        assertEquals("the path is not UTF-8", refusalOf(spelled));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "*", "http://host", "%2Fa"})
    void aPathThatDoesNotStartWithASlashIsRefused(String spelled) {
        assertEquals("the path must start with a slash", refusalOf(spelled));
    }

    @Test
    void theLongestPathIsTaken() throws InvalidPathException {
        String longest = "/live/" + "a".repeat(ObjectPath.MAX_BYTES - "/live/".length());
        assertEquals(longest, ObjectPath.parse(longest).toString());
    }

    @Test
    void aPathThatIsOneByteTooLongIsRefused() {
        String tooLong = "/live/" + "a".repeat(ObjectPath.MAX_BYTES + 1 - "/live/".length());
        assertEquals("the path is longer than 2048 bytes", refusalOf(tooLong));
    }

    @Test
    void theLengthIsCountedInBytesOfUtf8() {
        assertEquals("the path is longer than 2048 bytes", refusalOf("/" + "%C3%A9".repeat(1024)));
    }

    @Test
    void theLengthIsThatOfTheNormalForm() throws InvalidPathException {
        assertEquals(
                "a", ObjectPath.parse("/".repeat(ObjectPath.MAX_BYTES) + "%61").name());
    }

    @ParameterizedTest
    @CsvSource({"/a/b.M4S, m4s", "/a/b.c.mpd, mpd", "/a.b/c, ''", "/a/.init, init", "/a/b., ''", "/a/MANIFEST.MPD, mpd"
    })
    void theExtensionIsWhatFollowsTheLastDotOfTheNameInLowerCase(String spelled, String extension)
            throws InvalidPathException {
        assertEquals(extension, ObjectPath.parse(spelled).extension());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '"',
            value = {
                "/live/a-b._~1.m4s /live/a-b._~1.m4s",
                "/live/(1)!$&'*+,;=:@ /live/(1)!$&'*+,;=:@",
                "/a%20b /a%20b",
                "/a%3fb%23c /a%3Fb%23c",
                "/100%25 /100%25",
                "/%c3%a9/%F0%9F%8E%A5 /%C3%A9/%F0%9F%8E%A5",
                "/%22%3C%3E%5C%5E%60%7B%7C%7D /%22%3C%3E%5C%5E%60%7B%7C%7D"
            })
    void aPathIsEncodedAsAUrlSpellsIt(String spelled, String encoded) throws InvalidPathException {
        assertEquals(encoded, ObjectPath.parse(spelled).encoded());
    }

    @Test
    void theEncodedPathOfEveryCharacterNamesTheSameObject() throws InvalidPathException {
        StringBuilder name = new StringBuilder();
        for (char c = ' '; c < 0x250; c++) {
            if (c != '/' && !Character.isISOControl(c)) {
                name.append(c);
            }
        }
        ObjectPath path = new ObjectPath("/%/", name.toString());
        assertEquals(path, ObjectPath.parse(path.encoded()));
    }

    @ParameterizedTest
    @CsvSource({"live/, a", "/live, a", "/live/, ''", "/live/, a/b"})
    void aPathCantBeMadeFromPartsThatAreNotADirectoryAndAName(String directory, String name) {
        assertThrows(IllegalArgumentException.class, () -> new ObjectPath(directory, name));
    }

    private static String refusalOf(String spelled) {
        return assertThrows(InvalidPathException.class, () -> ObjectPath.parse(spelled))
                .getMessage();
    }
}
