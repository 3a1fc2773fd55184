package io.millrace.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorsTest {

    private static final String STUDIO = "https://studio.example";
    private static final String METHODS = "PUT, DELETE";

    private final HttpHeaders request = new DefaultHttpHeaders();
    private final HttpHeaders answer = new DefaultHttpHeaders();

    @Test
    void whoIsNoBrowserIsToldNothing() {
        new Cors(List.of("*")).allow(request, answer);
        assertTrue(answer.isEmpty());
    }

    @Test
    void everyOriginMayUploadWhereAllAreAllowed() {
        request.set("origin", STUDIO);
        new Cors(List.of("*")).allow(request, answer);
        assertEquals("*", answer.get("access-control-allow-origin"));
        assertTrue(answer.get("access-control-expose-headers").contains("ETag"));
        assertNull(answer.get("vary"));
    }

    @Test
    void aListedOriginIsNamed() {
        request.set("origin", STUDIO);
        new Cors(List.of("https://other.example", STUDIO)).allow(request, answer);
        assertEquals(STUDIO, answer.get("access-control-allow-origin"));
        assertEquals("origin", answer.get("vary"));
    }

    @Test
    void anUnlistedOriginIsNotLetIn() {
        preflight("PUT");
        Cors cors = new Cors(List.of("https://other.example"));
        cors.allow(request, answer);
        cors.allowPreflight(request, answer, METHODS);
        assertNull(answer.get("access-control-allow-origin"));
        assertNull(answer.get("access-control-allow-methods"));
        assertEquals("origin", answer.get("vary"));
    }

    @Test
    void aPreflightIsToldTheMethods() {
        preflight("PUT");
        new Cors(List.of("*")).allowPreflight(request, answer, METHODS);
        assertEquals(METHODS, answer.get("access-control-allow-methods"));
    }

    @Test
    void aPreflightIsAllowedTheHeadersThatItNames() {
        preflight("PUT");
        request.set("access-control-request-headers", "authorization,content-type");
        new Cors(List.of("*")).allowPreflight(request, answer, METHODS);
        assertEquals("authorization,content-type", answer.get("access-control-allow-headers"));
    }

    @Test
    void aPreflightWithEndlessHeadersIsAllowedNone() {
        preflight("PUT");
        request.set("access-control-request-headers", "x,".repeat(1000));
        new Cors(List.of("*")).allowPreflight(request, answer, METHODS);
        assertFalse(answer.contains("access-control-allow-headers"));
    }

    @Test
    void optionsOfNoBrowserIsNoPreflight() {
        new Cors(List.of("*")).allowPreflight(request, answer, METHODS);
        assertTrue(answer.isEmpty());
    }

    private void preflight(String method) {
        request.set("origin", STUDIO);
        request.set("access-control-request-method", method);
    }
}
