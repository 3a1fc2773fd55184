package io.millrace.edge.mount;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.chunklog.Listed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MountRootTest {

    private static Path base;
    private static Path inside;
    private static MountRoot root;

    @BeforeAll
    @BeforeContainer
    static void makeFiles() throws IOException, InterruptedException {
        base = Files.createTempDirectory("mount").toRealPath();
        inside = Files.createDirectories(base.resolve("inside"));
        root = new MountRoot(inside);
        Files.createDirectories(inside.resolve("sub/deep"));
        Files.createDirectories(inside.resolve(".data"));
        Files.writeString(base.resolve("secret"), "secret");
        Files.createDirectories(base.resolve("inside-too"));
        Files.writeString(base.resolve("inside-too/secret"), "secret");
        Files.writeString(inside.resolve("a"), "a");
        Files.writeString(inside.resolve("sub/b"), "b");
        Files.writeString(inside.resolve(".hidden"), "hidden");
        Files.writeString(inside.resolve(".data/c"), "c");
        link("out", base.resolve("secret"));
        link("outside", base);
        link("neighbour", Path.of("../inside-too"));
        link("etc", Path.of("/etc"));
        link("within", Path.of("sub/b"));
        link("volume", Path.of(".data/c"));
        link("here", Path.of("."));
        link("loop", Path.of("loop"));
        link("dangling", Path.of("nothing"));
        assertEquals(
                0,
                new ProcessBuilder("mkfifo", inside.resolve("fifo").toString())
                        .start()
                        .waitFor());
    }

    @AfterAll
    @AfterContainer
    static void removeFiles() throws IOException {
        try (Stream<Path> all = Files.walk(base)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static void link(String name, Path target) throws IOException {
        Files.createSymbolicLink(inside.resolve(name), target);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "sub/b", "within", "volume", "here/a", "sub//b"})
    void whatIsInsideIsFound(String path) {
        assertInstanceOf(Found.File.class, root.find(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sub", "sub/deep/", "here", "here/sub"})
    void directoriesAreFound(String path) {
        assertInstanceOf(Found.Directory.class, root.find(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                "a/b",
                "out",
                "outside",
                "outside/secret",
                "neighbour/secret",
                "etc/passwd",
                "..",
                "../secret",
                "../inside/a",
                "sub/../a",
                "./a",
                "/etc/passwd",
                ".hidden",
                ".data/c",
                "sub/.hidden",
                "loop",
                "dangling",
                "fifo",
                "a\0b"
            })
    void anythingElseIsNothing(String path) {
        assertInstanceOf(Found.Nothing.class, root.find(path));
    }

    @Test
    void aNameThatNoFileCanHaveIsNothing() {
        assertInstanceOf(Found.Nothing.class, root.find("x".repeat(300)));
        assertInstanceOf(Found.Nothing.class, root.find("x/".repeat(4000)));
    }

    @Property
    void noPathLeadsOut(@ForAll("paths") String path) {
        switch (root.find(path)) {
            case Found.File file -> assertTrue(file.path().startsWith(inside), path);
            case Found.Directory directory -> assertTrue(directory.path().startsWith(inside), path);
            case Found.Nothing nothing -> {}
        }
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.oneOf(
                Arbitraries.strings(),
                Arbitraries.of(
                                "a",
                                "sub",
                                "b",
                                "..",
                                ".",
                                "",
                                "out",
                                "outside",
                                "secret",
                                "here",
                                "neighbour",
                                "etc",
                                "passwd",
                                "loop",
                                ".data",
                                "inside",
                                "within",
                                "volume",
                                "…",
                                "\\",
                                "%2e%2e")
                        .list()
                        .ofMaxSize(8)
                        .map(segments -> String.join("/", segments)));
    }

    @Test
    void aListingHasWhatCanBeHadAndNothingElse() throws IOException {
        assertEquals(List.of("a", "here", "sub", "volume", "within"), names(100));
    }

    @Test
    void ofManyEntriesTheFirstAreListed() throws IOException {
        assertEquals(List.of("a"), names(1));
    }

    @Test
    void aRootThatIsALinkMayBeTurned() throws IOException {
        Path current = Files.createSymbolicLink(base.resolve("current"), inside);
        MountRoot turning = new MountRoot(current);
        assertInstanceOf(Found.File.class, turning.find("a"));
        Files.delete(current);
        Files.createSymbolicLink(current, base.resolve("inside-too"));
        assertInstanceOf(Found.Nothing.class, turning.find("a"));
        assertInstanceOf(Found.File.class, turning.find("secret"));
    }

    private static List<String> names(int most) throws IOException {
        return root.list((Found.Directory) root.find(""), most).stream()
                .map(Listed::name)
                .sorted()
                .toList();
    }
}
