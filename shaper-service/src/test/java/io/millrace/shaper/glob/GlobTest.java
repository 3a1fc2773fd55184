package io.millrace.shaper.glob;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "/live/a.m4s, /live/a.m4s, true",
        "/live/a.m4s, /live/a.m4sx, false",
        "/live/a.m4s, /live/a_m4s, false",
        "/live/*, /live/, true",
        "/live/*, /live/a.m4s, true",
        "/live/*, /live/v1/a.m4s, false",
        "/live/*/a.m4s, /live/v1/a.m4s, true",
        "/live/*/a.m4s, /live/a.m4s, false",
        "/live/**, /live/v1/a.m4s, true",
        "/live/**, /live, false",
        "**.m4s, /live/v1/a.m4s, true",
        "**/v1/*.m4s, /live/x/v1/a.m4s, true",
        "**/v1/*.m4s, /live/v1/x/a.m4s, false",
        "seg?.ts, seg1.ts, true",
        "seg?.ts, seg.ts, false",
        "seg?.ts, seg/.ts, false",
        "*, '', true",
        "'', '', true",
        "'', a, false",
        "a*b*c, axxbyyc, true",
        "a*b*c, axxcyyb, false",
        "[a](b)+$, [a](b)+$, true"
    })
    void aGlobIsForTheWholeText(String glob, String text, boolean matches) {
        assertEquals(matches, new Glob(glob).matches(text));
    }

    @Property
    void aGlobIsItsRegularExpression(@ForAll("globs") String glob, @ForAll("texts") String text) {
        String regex = glob.replace("**", "<")
                .replace("*", "[^/]*")
                .replace("?", "[^/]")
                .replace("<", ".*");
        assertEquals(Pattern.matches(regex, text), new Glob(glob).matches(text));
    }

    @Test
    void aGlobThatTriesEverythingIsNoMoreWorkThanOthers() {
        Glob glob = new Glob("*a".repeat(500) + "b");
        String text = "a".repeat(5_000);
        // A matcher that goes back to each star would take longer than the world lasts.
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> assertEquals(false, glob.matches(text)));
    }

    @Provide
    Arbitrary<String> globs() {
        return Arbitraries.of("a", "b", "/", "*", "**", "?").list().ofMaxSize(8).map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars('a', 'b', '/').ofMaxLength(10);
    }
}
