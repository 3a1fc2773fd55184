package io.millrace.chunklog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** What holds for every path, not just for those that somebody thought of. */
final class ObjectPathPropertyTest {

    @Property
    void theEncodedPathNamesTheSameObject(@ForAll("paths") ObjectPath path) throws InvalidPathException {
        assertEquals(path, ObjectPath.parse(path.encoded()));
    }

    @Property
    void theEncodedPathIsItsOwnEncoding(@ForAll("paths") ObjectPath path) throws InvalidPathException {
        assertEquals(path.encoded(), ObjectPath.parse(path.encoded()).encoded());
    }

    @Property
    void whateverIsAcceptedIsBelowTheRootAndInNormalForm(@ForAll("requestPaths") String spelled) {
        ObjectPath path;
        try {
            path = ObjectPath.parse(spelled);
        } catch (InvalidPathException e) {
            return; // refused, which is as good
        }
        String[] segments = path.toString().substring(1).split("/", -1);
        assertTrue(path.directory().startsWith("/") && path.directory().endsWith("/"));
        assertTrue(Arrays.stream(segments).noneMatch(s -> s.isEmpty() || s.equals(".") || s.equals("..")));
        assertFalse(path.toString().chars().anyMatch(Character::isISOControl));
        assertTrue(path.toString().getBytes(StandardCharsets.UTF_8).length <= ObjectPath.MAX_BYTES);
    }

    @Property
    void aPathIsParsedOrRefusedWhateverItsCharacters(
            @ForAll @StringLength(max = 40) @CharRange(from = '\0', to = '\u00ff') String spelled) {
        try {
            ObjectPath path = ObjectPath.parse('/' + spelled);
            assertEquals(path, ObjectPath.parse(path.encoded()));
        } catch (InvalidPathException e) {
            assertFalse(e.getMessage().isBlank());
        }
    }

    @Property
    void aDetourDoesNotChangeWhatAPathNames(
            @ForAll("paths") ObjectPath path, @ForAll("detours") String detour, @ForAll @IntRange(max = 5) int slash)
            throws InvalidPathException {
        String encoded = path.encoded();
        int[] slashes = IntStream.range(0, encoded.length())
                .filter(i -> encoded.charAt(i) == '/')
                .toArray();
        int at = slashes[slash % slashes.length];
        assertEquals(path, ObjectPath.parse(encoded.substring(0, at) + detour + encoded.substring(at)));
    }

    @Property
    void percentEncodingACharacterDoesNotChangeWhatAPathNames(@ForAll("paths") ObjectPath path)
            throws InvalidPathException {
        StringBuilder spelled = new StringBuilder();
        for (byte b : path.toString().getBytes(StandardCharsets.UTF_8)) {
            spelled.append(b == '/' ? "/" : "%%%02x".formatted(b & 0xff));
        }
        assertEquals(path, ObjectPath.parse(spelled.toString()));
    }

    @Property
    void moreStepsUpThanDownLeaveTheRoot(
            @ForAll("paths") ObjectPath path, @ForAll @IntRange(min = 1, max = 5) int more) {
        int depth = path.encoded().split("/", -1).length - 1;
        String above = path.encoded() + "/..".repeat(depth + more) + "/name";
        assertThrows(InvalidPathException.class, () -> ObjectPath.parse(above));
    }

    @Provide
    Arbitrary<ObjectPath> paths() {
        Arbitrary<String> segment = Arbitraries.strings()
                .withChars("az09.-_~ %?#&=+;:@!$'()*,\"<>[]{}|\\^`éß\u4e2d")
                .ofMinLength(1)
                .ofMaxLength(12)
                .filter(s -> !s.equals(".") && !s.equals(".."));
        Arbitrary<String> directory = segment.list()
                .ofMaxSize(5)
                .map(segments -> segments.stream().map(s -> s + "/").collect(Collectors.joining("", "/", "")));
        return Combinators.combine(directory, segment).as(ObjectPath::new);
    }

    @Provide
    Arbitrary<String> requestPaths() {
        return Arbitraries.of(
                        "/",
                        "//",
                        ".",
                        "..",
                        "%2e",
                        "%2E%2e",
                        "%2f",
                        "%00",
                        "%",
                        "%zz",
                        "a",
                        "b.m4s",
                        "%c3%a9",
                        "\u00c3\u00a9",
                        "\t")
                .list()
                .ofMaxSize(14)
                .map(parts -> "/" + String.join("", parts));
    }

    @Provide
    Arbitrary<String> detours() {
        return Arbitraries.of("/", "/.", "/x/..", "/%2e", "/x/y/%2e%2e/..", "//./")
                .list()
                .ofMaxSize(4)
                .map(detours -> String.join("", detours));
    }
}
