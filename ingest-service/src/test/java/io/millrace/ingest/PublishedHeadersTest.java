package io.millrace.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.chunklog.ContentHeaders;
import io.millrace.chunklog.ObjectPath;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublishedHeadersTest {

    private final HttpHeaders request = new DefaultHttpHeaders();

    @Test
    void theTypeIsTheExtensionsFirst() {
        request.set("Content-Type", "application/octet-stream");
        assertEquals("video/iso.segment", of("a.m4s").contentType());
        request.set("Content-Type", "image/jpeg");
        assertEquals("image/jpeg", of("a.jpg").contentType());
    }

    @Test
    void cacheControlAndIcecastsDescriptionAreTold() {
        request.set("Cache-Control", "max-age=5");
        request.set("Icy-Name", "Radio");
        request.set("ice-audio-info", "bitrate=128");
        assertEquals(
                Map.of("cache-control", "max-age=5", "icy-name", "Radio", "ice-audio-info", "bitrate=128"),
                of("a.mp3").others());
    }

    @Test
    void nothingElseIsTold() {
        request.set("Authorization", "Basic dTpw");
        request.set("Cookie", "a=b");
        request.set("User-Agent", "Lavf/59");
        request.set("Set-Cookie", "a=b");
        request.set("X-Anything", "x");
        assertEquals(Map.of(), of("a.ts").others());
    }

    @Test
    void theQuestionForMetadataThatFfmpegSendsWithUploadsIsNotTold() {
        request.set("Icy-MetaData", "1");
        assertEquals(Map.of(), of("a.ts").others());
    }

    private ContentHeaders of(String name) {
        return PublishedHeaders.of(new ObjectPath("/live/", name), request);
    }
}
