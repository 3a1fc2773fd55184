package io.millrace.shaper.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class HeadersTest {

    private final HttpHeaders request = new DefaultHttpHeaders()
            .set("host", "shaper")
            .set("connection", "keep-alive, x-hop")
            .set("x-hop", "1")
            .set("cookie", "a=b")
            .set("origin", "https://page")
            .set("authorization", "Bearer x")
            .set("range", "bytes=0-1")
            .set("if-none-match", "\"e\"")
            .set("prefer", "wait=5")
            .set("cmcd-request", "bl=100")
            .set("accept-encoding", "gzip");

    @Test
    void whatIsForTheOriginGoesOn() {
        assertEquals(
                Set.of("authorization", "range", "if-none-match", "prefer", "cmcd-request", "accept-encoding"),
                Headers.forOrigin(request, true, false, false).names());
    }

    @Test
    void anotherOriginDoesNotLearnWhoTheClientSaysThatItIs() {
        assertFalse(Headers.forOrigin(request, false, false, false).contains("authorization"));
    }

    @Test
    void whatWillBeReadIsAskedForUncompressedAndWhole() {
        HttpHeaders headers = Headers.forOrigin(request, true, true, true);
        assertEquals("identity", headers.get("accept-encoding"));
        assertFalse(headers.contains("range"));
    }

    @Test
    void nobodyKeepsAnAnswerAndAnyPageMayReadIt() {
        HttpHeaders answer = Headers.forClient(new DefaultHttpHeaders()
                .set("cache-control", "public, max-age=60")
                .set("cdn-cache-control", "max-age=9")
                .set("access-control-allow-origin", "https://one")
                .set("set-cookie", "a=b")
                .set("transfer-encoding", "chunked")
                .set("content-type", "video/mp4")
                .set("etag", "\"e\""));
        assertEquals("no-store", answer.get("cache-control"));
        assertEquals("*", answer.get("access-control-allow-origin"));
        assertEquals("\"e\"", answer.get("etag"));
        assertEquals("video/mp4", answer.get("content-type"));
        assertFalse(answer.contains("cdn-cache-control"));
        assertFalse(answer.contains("set-cookie"));
        assertFalse(answer.contains("transfer-encoding"));
    }
}
