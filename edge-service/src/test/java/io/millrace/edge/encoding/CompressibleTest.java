package io.millrace.edge.encoding;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressibleTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/vnd.apple.mpegurl",
                "application/x-mpegURL",
                "audio/mpegurl",
                "application/dash+xml",
                "application/dash+xml; charset=utf-8",
                "Application/JSON",
                "text/vtt",
                "text/html;charset=utf-8",
                "image/svg+xml",
                "application/ttml+xml",
                "application/ld+json"
            })
    void textsAreWorthIt(String contentType) {
        assertTrue(Compressible.type(contentType));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "video/mp4",
                "video/iso.segment",
                "video/mp2t",
                "audio/aac",
                "image/jpeg",
                "application/mp4",
                "application/octet-stream",
                "multipart/byteranges; boundary=text/html"
            })
    void mediaAreNot(String contentType) {
        assertFalse(Compressible.type(contentType));
    }
}
