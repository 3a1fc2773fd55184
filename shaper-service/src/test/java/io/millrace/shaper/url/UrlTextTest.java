package io.millrace.shaper.url;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlTextTest {

    private static final URI BASE = URI.create("http://a/b/c/d;p?q");

    /** RFC 3986, section 5.4. */
    @ParameterizedTest
    @CsvSource({
        "g, http://a/b/c/g",
        "./g, http://a/b/c/g",
        "g/, http://a/b/c/g/",
        "/g, http://a/g",
        "//g, http://g/",
        "?y, http://a/b/c/d;p?y",
        "g?y, http://a/b/c/g?y",
        "#s, http://a/b/c/d;p?q#s",
        "g#s, http://a/b/c/g#s",
        ";x, http://a/b/c/;x",
        "g;x=1/../y, http://a/b/c/y",
        "'', http://a/b/c/d;p?q",
        "., http://a/b/c/",
        ".., http://a/b/",
        "../g, http://a/b/g",
        "../.., http://a/",
        "../../g, http://a/g",
        "../../../g, http://a/g",
        "/./g, http://a/g",
        "/../g, http://a/g",
        "g., http://a/b/c/g.",
        "..g, http://a/b/c/..g",
        "./../g, http://a/b/g",
        "g/./h, http://a/b/c/g/h",
        "g/../h, http://a/b/c/h",
        "g?y/../x, http://a/b/c/g?y/../x",
        "https://h:8443/x/../y?z, https://h:8443/y?z",
        "a b|c.ts, http://a/b/c/a%20b%7Cc.ts",
        "50%.ts, http://a/b/c/50%25.ts",
        "ä.ts, http://a/b/c/%C3%A4.ts",
        "$Number%05d$.m4s, http://a/b/c/$Number%05d$.m4s",
    })
    void aReferenceIsResolvedAsTheStandardHasIt(String reference, String url) {
        assertEquals(Optional.of(URI.create(url)), UrlText.resolve(BASE, reference));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"data:text/plain,x", "skd://key", "urn:mpeg:dash:resolve-to-zero:2013", "http://", "http:x"})
    void whatIsNoUrlOfHttpIsNotResolved(String reference) {
        assertEquals(Optional.empty(), UrlText.resolve(BASE, reference));
    }
}
