package io.millrace.shaper.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SessionUrlsTest {

    private final SessionUrls urls = new SessionUrls("s1", URI.create("https://cdn.example/live/"));

    @ParameterizedTest
    @CsvSource({
        "a/b.m3u8, https://cdn.example/live/a/b.m3u8",
        "'', https://cdn.example/live/",
        "a//b%20(1).ts, https://cdn.example/live/a//b%20(1).ts",
        "a/../b.ts, https://cdn.example/live/b.ts",
        "@https/other.example/x.ts, https://other.example/x.ts",
        "@http/other.example:8080/, http://other.example:8080/",
        "@http/[2001:db8::1]:80/x, http://[2001:db8::1]:80/x",
        "a{b}|c.ts, https://cdn.example/live/a%7Bb%7D%7Cc.ts",
    })
    void aPathStandsForAUrl(String rest, String url) {
        assertEquals(URI.create(url), urls.url(rest, ""));
    }

    @Test
    void theQueryGoesWithIt() {
        assertEquals(URI.create("https://cdn.example/live/a?x=1&y"), urls.url("a", "x=1&y"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"@https", "@https/", "@https/host", "@ftp/host/x", "@file//etc/passwd", "@https//x", "@"})
    void whatIsElsewhereHasASchemeOfHttpAndAHost(String rest) {
        assertThrows(IllegalArgumentException.class, () -> urls.url(rest, ""));
    }

    @ParameterizedTest
    @CsvSource({
        "https://cdn.example/live/a.ts?x=1#t=2, /shape/s1/a.ts?x=1#t=2",
        "https://cdn.example/live/@me/a.ts, /shape/s1/@https/cdn.example/live/@me/a.ts",
        "https://cdn.example/other/a.ts, /shape/s1/@https/cdn.example/other/a.ts",
        "http://cdn.example/live/a.ts, /shape/s1/@http/cdn.example/live/a.ts",
        "HTTPS://host.example, /shape/s1/@https/host.example/",
        "https://host.example?x, /shape/s1/@https/host.example/?x",
        "https://h/seg-$Number%05d$.m4s, /shape/s1/@https/h/seg-$Number%05d$.m4s",
        "data:text/plain;base64:AA==, data:text/plain;base64:AA==",
        "skd://key, skd://key",
    })
    void aUrlOfHttpHasAPathThroughTheSession(String url, String path) {
        assertEquals(path, urls.through(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://cdn.example/live/a/b.ts?x=%20",
                "https://cdn.example/x",
                "http://h:81/a//b",
            })
    void thatPathStandsForTheSameUrl(String url) {
        String path = urls.through(url).substring(urls.prefix().length());
        int mark = path.indexOf('?');
        assertEquals(
                URI.create(url),
                urls.url(mark < 0 ? path : path.substring(0, mark), mark < 0 ? "" : path.substring(mark + 1)));
    }
}
