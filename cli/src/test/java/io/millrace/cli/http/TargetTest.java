package io.millrace.cli.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.cli.CommandFailedException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs that are uploaded to. */
class TargetTest {

    @ParameterizedTest
    @CsvSource({
        "http://h/live, a.ts, http://h/live/a.ts",
        "http://h/live/, v0/a.ts, http://h/live/v0/a.ts",
        "http://h:8080, a.ts, http://h:8080/a.ts",
        "https://h/live?key=x, a.ts, https://h/live/a.ts?key=x",
        "http://h/l, été 1%#?.ts, http://h/l/%C3%A9t%C3%A9%201%25%23%3F.ts"
    })
    void aFileIsBelowItsDirectory(String directory, String path, String url) {
        assertEquals(URI.create(url), Target.below(Target.parse(directory), path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "live/a.ts", "ftp://h/a", "http:///a", "http://h/a b", "http://me:secret@h/a"})
    void whatCannotBeAskedIsRefused(String url) {
        assertThrows(CommandFailedException.class, () -> Target.parse(url));
    }

    @Test
    void anAddressOfIpv6IsAskedWithoutItsBrackets() {
        URI uri = Target.parse("https://[::1]/a?b=c");
        assertEquals("::1", Target.host(uri));
        assertEquals(443, Target.port(uri));
        assertEquals("/a?b=c", Target.path(uri));
    }

    @ParameterizedTest
    @CsvSource({
        "http://h/live/, http://h/live/?n=1",
        "http://h/live/?token=x, http://h/live/?token=x&n=1",
        "http://h:8080, http://h:8080?n=1"
    })
    void aParameterIsAddedToThoseThatThereAre(String url, String more) {
        assertEquals(URI.create(more), Target.with(Target.parse(url), "n=1"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://h:8443/live/, https://h:8443/live/",
        "http://h/live/?key=x#y, http://h/live/",
        "http://h/mrk_k1_secret/live/, http://h/mrk_***/live/",
        "http://h/MRC_p1_secret/mrt1.abc.def/a, http://h/MRC_***/mrt1.***/a",
        "/live/?authkey=x, /live/",
        "'', ''"
    })
    void noSecretIsShown(String url, String shown) {
        assertEquals(shown, Target.shown(url));
    }

    @Test
    void aNumberHasItsPlace() {
        assertTrue(NumberedUrl.is("http://h/s%d.ts"));
        assertFalse(NumberedUrl.is("http://h/s%20d.ts"));
        assertEquals("http://h/s7.ts", NumberedUrl.parse("http://h/s%d.ts").of(7));
        assertEquals(
                "http://h/s00007.ts", NumberedUrl.parse("http://h/s%05d.ts").of(7));
    }
}
