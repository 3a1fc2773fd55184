package io.millrace.edge.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerTest {

    private static final Representation SEGMENT = new Representation(
            Validators.of("\"a-1\"", Instant.parse("2023-11-14T22:13:20Z")),
            "video/mp4",
            100,
            Map.of("icy-name", "radio"));

    private final HttpHeaders request = new DefaultHttpHeaders();

    @Test
    void theWholeIsDescribed() {
        Answer.Content answer = content();
        assertEquals(200, answer.status().code());
        assertEquals("\"a-1\"", answer.headers().get("ETag"));
        assertEquals("Tue, 14 Nov 2023 22:13:20 GMT", answer.headers().get("Last-Modified"));
        assertEquals("bytes", answer.headers().get("Accept-Ranges"));
        assertEquals("100", answer.headers().get("Content-Length"));
        assertEquals("video/mp4", answer.headers().get("Content-Type"));
        assertEquals("radio", answer.headers().get("icy-name"));
        assertEquals(List.of(new Part.Slice(new ByteRange(0, 100))), answer.parts());
    }

    @Test
    void whatEveryAnswerCarriesIsThere() {
        assertEquals("max-age=1", content().headers().get("Cache-Control"));
    }

    @Test
    void aRangeIsAPart() {
        request.set("Range", "bytes=10-19");
        Answer.Content answer = content();
        assertEquals(206, answer.status().code());
        assertEquals("bytes 10-19/100", answer.headers().get("Content-Range"));
        assertEquals("10", answer.headers().get("Content-Length"));
        assertEquals("\"a-1\"", answer.headers().get("ETag"));
        assertEquals(List.of(new Part.Slice(new ByteRange(10, 20))), answer.parts());
    }

    @Test
    void severalRangesAreOneMultipart() {
        request.set("Range", "bytes=0-1,98-");
        Answer.Content answer = content();
        String type = answer.headers().get("Content-Type");
        String boundary = type.substring("multipart/byteranges; boundary=".length());
        assertEquals(206, answer.status().code());
        assertNull(answer.headers().get("Content-Range"));
        assertEquals(
                List.of(
                        new Part.Text("--" + boundary
                                + "\r\nContent-Type: video/mp4\r\nContent-Range: bytes 0-1/100\r\n\r\n"),
                        new Part.Slice(new ByteRange(0, 2)),
                        new Part.Text("\r\n--" + boundary
                                + "\r\nContent-Type: video/mp4\r\nContent-Range: bytes 98-99/100\r\n\r\n"),
                        new Part.Slice(new ByteRange(98, 100)),
                        new Part.Text("\r\n--" + boundary + "--\r\n")),
                answer.parts());
        long length = answer.parts().stream().mapToLong(Part::length).sum();
        assertEquals(Long.toString(length), answer.headers().get("Content-Length"));
    }

    @Test
    void ofSeveralRangesTheOneThatIsThereIsNoMultipart() {
        request.set("Range", "bytes=0-1,500-600");
        assertEquals("bytes 0-1/100", content().headers().get("Content-Range"));
    }

    @Test
    void aRangeBehindTheEndIsRefusedWithTheLength() {
        request.set("Range", "bytes=100-");
        Answer.Refusal refusal = assertInstanceOf(Answer.Refusal.class, answer(HttpMethod.GET));
        assertEquals(416, refusal.problem().status().code());
        assertEquals("bytes */100", refusal.problem().headers().get("Content-Range"));
    }

    @Test
    void aRefusalIsNotCachedAndCarriesTheRest() {
        request.set("If-Match", "\"b\"");
        Answer.Refusal refusal = assertInstanceOf(Answer.Refusal.class, answer(HttpMethod.GET));
        assertEquals(412, refusal.problem().status().code());
        assertEquals(List.of("no-store"), refusal.problem().headers().getAll("Cache-Control"));
        assertNull(refusal.problem().headers().get("CDN-Cache-Control"));
        assertEquals("*", refusal.problem().headers().get("Access-Control-Allow-Origin"));
    }

    @Test
    void whatTheClientHasIsNotSentAgain() {
        request.set("If-None-Match", "\"a-1\"");
        Answer.Bare bare = assertInstanceOf(Answer.Bare.class, answer(HttpMethod.GET));
        assertEquals(304, bare.status().code());
        assertEquals("\"a-1\"", bare.headers().get("ETag"));
        assertEquals("max-age=1", bare.headers().get("Cache-Control"));
        assertNull(bare.headers().get("Content-Type"));
        assertNull(bare.headers().get("Content-Length"));
    }

    @Test
    void whatTheClientHasIsNotSentAgainInPartsEither() {
        request.set("If-None-Match", "\"a-1\"").set("Range", "bytes=0-1");
        assertEquals(
                304,
                assertInstanceOf(Answer.Bare.class, answer(HttpMethod.GET))
                        .status()
                        .code());
    }

    @Test
    void aRangeOfAnotherRepresentationIsTheWhole() {
        request.set("If-Range", "\"b\"").set("Range", "bytes=0-1");
        assertEquals(200, content().status().code());
    }

    @Test
    void aRangeOfTheSameRepresentationIsAPart() {
        request.set("If-Range", "\"a-1\"").set("Range", "bytes=0-1");
        assertEquals(206, content().status().code());
    }

    @Test
    void aRangeBehindTheEndOfAnotherRepresentationIsTheWhole() {
        request.set("If-Range", "\"b\"").set("Range", "bytes=500-");
        assertEquals(200, content().status().code());
    }

    @Test
    void headIsToldWhatGetWouldBe() {
        Answer.Content get = content();
        Answer.Bare head = assertInstanceOf(Answer.Bare.class, answer(HttpMethod.HEAD));
        assertEquals(get.status(), head.status());
        assertEquals(get.headers().toString(), head.headers().toString());
    }

    @Test
    void headIsToldOfRangesToo() {
        request.set("Range", "bytes=0-");
        Answer.Bare head = assertInstanceOf(Answer.Bare.class, answer(HttpMethod.HEAD));
        assertEquals("bytes 0-99/100", head.headers().get("Content-Range"));
    }

    @Test
    void whatHasNoByteHasNoBody() {
        Representation empty = new Representation(SEGMENT.validators(), "video/mp4", 0, Map.of());
        Answer.Bare bare = assertInstanceOf(
                Answer.Bare.class, Answer.to(HttpMethod.GET, request, empty, new DefaultHttpHeaders()));
        assertEquals("0", bare.headers().get("Content-Length"));
    }

    private Answer.Content content() {
        return assertInstanceOf(Answer.Content.class, answer(HttpMethod.GET));
    }

    private Answer answer(HttpMethod method) {
        HttpHeaders headers = new DefaultHttpHeaders()
                .set("Cache-Control", "max-age=1")
                .set("CDN-Cache-Control", "max-age=2")
                .set("Access-Control-Allow-Origin", "*");
        return Answer.to(method, request, SEGMENT, headers);
    }
}
