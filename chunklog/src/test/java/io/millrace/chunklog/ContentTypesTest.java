package io.millrace.chunklog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTypesTest {

    @ParameterizedTest
    @CsvSource({
        "a.mpd, application/dash+xml",
        "a.m3u8, application/vnd.apple.mpegurl",
        "a.m4s, video/iso.segment",
        "a.mp4, video/mp4",
        "a.cmfv, video/mp4",
        "a.init, video/mp4",
        "a.header, video/mp4",
        "a.cmfa, audio/mp4",
        "a.m4a, audio/mp4",
        "a.cmft, application/mp4",
        "a.cmfm, application/mp4",
        "a.ts, video/mp2t",
        "a.aac, audio/aac",
        "a.mp3, audio/mpeg",
        "a.vtt, text/vtt",
        "a.webm, video/webm",
        "a.key, application/octet-stream"
    })
    void theExtensionTellsTheType(String name, String type) {
        assertEquals(type, ContentTypes.of(name, null));
    }

    @Test
    void theExtensionOverrulesWhatTheUploadSays() {
        assertEquals("application/dash+xml", ContentTypes.of("a.mpd", "application/octet-stream"));
    }

    @Test
    void theCaseOfAnExtensionDoesNotMatter() {
        assertEquals("application/dash+xml", ContentTypes.of("MANIFEST.MPD", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.jpg", "a.txt", "a.mpd.tmp", "mpd", "a."})
    void whereTheExtensionIsUnknownTheUploadTellsTheType(String name) {
        assertEquals("image/jpeg", ContentTypes.of(name, "image/jpeg"));
    }

    @ParameterizedTest
    @CsvSource({"a.html, text/html; charset=utf-8", "a.jpg, image/jpeg", "a.b.svg, image/svg+xml"})
    void whereNobodyElseTellsTheTypeTheExtensionDoes(String name, String type) {
        assertEquals(type, ContentTypes.of(name));
        assertEquals(type, ContentTypes.of(name, "application/octet-stream"));
    }

    @Test
    void spacesAroundATypeAreLeftOut() {
        assertEquals("text/plain; charset=utf-8", ContentTypes.of("a", " text/plain; charset=utf-8 "));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void whatNobodyTellsTheTypeOfIsBytes(String requested) {
        assertEquals("application/octet-stream", ContentTypes.of("a.unheard-of", requested));
    }
}
