package io.millrace.access.playback;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TokenFormsTest {

    @Test
    void asQueryItFollowsThePath() {
        assertEquals(
                "https://edge.example/live/?token=mrt1.a.b",
                TokenForms.query("https://edge.example", "/live/", "mrt1.a.b"));
    }

    @Test
    void asPathItComesFirstSoThatRelativeUrlsInheritIt() {
        assertEquals("/mrt1.a.b/live/", TokenForms.path("", "/live/", "mrt1.a.b"));
    }

    @Test
    void asCookieItIsForItsPathAndEndsWithIt() {
        assertEquals(
                "millrace_token=mrt1.a.b; Path=/live/; Expires=Fri, 15 Jan 2027 08:00:00 GMT; HttpOnly; Secure; SameSite=None",
                TokenForms.cookie("/live/", "mrt1.a.b", Instant.ofEpochSecond(1_800_000_000)));
    }

    @Test
    void whatMayNotStandInAPathIsEncoded() {
        assertEquals("/t/a%20b/%C3%A9%25%3F%23(1);x=1/", TokenForms.path("", "/a b/é%?#(1);x=1/", "t"));
    }

    @Test
    void nothingInAPathEndsTheCookiesAttribute() {
        assertEquals(
                "millrace_token=t; Path=/a%3B%20Domain=example/; Expires=Thu, 1 Jan 1970 00:00:00 GMT; HttpOnly; Secure; SameSite=None",
                TokenForms.cookie("/a; Domain=example/", "t", Instant.EPOCH));
    }
}
