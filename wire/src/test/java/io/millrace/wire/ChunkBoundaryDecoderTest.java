package io.millrace.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is decoded is told as text: the bodies' bytes, {@code |} for a chunk's end, {@code $} for a body's. */
class ChunkBoundaryDecoderTest {

    private static final String CHUNKED = "PUT /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String FIXED = "PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n";
    private static final String LAST = "0\r\n\r\n";

    private static final String DATA_LIKE_FRAMING = "\r\n5\r\nhello\r\n0\r\n\r\n";
    private static final String SEVERAL = CHUNKED
            + chunk("hello")
            + chunk("x")
            + chunk(DATA_LIKE_FRAMING)
            + chunk("\n")
            + chunk("0123456789abcdefg")
            + LAST;
    private static final String SEVERAL_DECODED = "hello|x|" + DATA_LIKE_FRAMING + "|\n|0123456789abcdefg|$";

    @Test
    void theEndOfEveryChunkIsTold() {
        assertEquals(SEVERAL_DECODED, decoded(SEVERAL));
    }

    @Test
    void theEndOfEveryChunkIsToldWhereverARequestIsCut() {
        for (int cut = 1; cut < SEVERAL.length(); cut++) {
            assertEquals(SEVERAL_DECODED, decoded(SEVERAL.substring(0, cut), SEVERAL.substring(cut)), "cut at " + cut);
        }
    }

    @Test
    void theEndOfEveryChunkIsToldWhereverABodyIsCutTwice() {
        for (int first = CHUNKED.length(); first < SEVERAL.length(); first++) {
            for (int second = first + 1; second < SEVERAL.length(); second++) {
                assertEquals(
                        SEVERAL_DECODED,
                        decoded(
                                SEVERAL.substring(0, first),
                                SEVERAL.substring(first, second),
                                SEVERAL.substring(second)),
                        "cut at " + first + " and " + second);
            }
        }
    }

    @Test
    void theEndOfEveryChunkIsToldWhenARequestComesByteByByte() {
        assertEquals(SEVERAL_DECODED, decoded(SEVERAL.split("")));
    }

    @Test
    void aChunkIsOnlyOverWithTheLineEndBehindItsData() {
        assertEquals("hello", decoded(CHUNKED + "5\r\nhello"));
        assertEquals("hello", decoded(CHUNKED + "5\r\nhello\r"));
        assertEquals("hello|", decoded(CHUNKED + "5\r\nhello\r\n"));
    }

    @Test
    void bytesOfAChunkAreHandedOnBeforeItIsWhole() {
        assertEquals("hel", decoded(CHUNKED + "5\r\nhel"));
    }

    @Test
    void aLargeChunkIsOneChunkHoweverOftenItIsCut() {
        String data = "\r\n".repeat(5000);
        String body = chunk(data);
        String[] reads = new String[body.length() / 7 + 2];
        reads[0] = CHUNKED;
        for (int i = 1; i < reads.length; i++) {
            reads[i] = body.substring((i - 1) * 7, Math.min(i * 7, body.length()));
        }
        assertEquals(data + "|", decoded(reads));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "05", "0000005", "5;name=value", "5;name=\"a;b\"", "5 "})
    void aSizeMayBeSpelledInSeveralWays(String size) {
        assertEquals("hello|$", decoded(CHUNKED + size + "\r\nhello\r\n" + LAST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A", "0A"})
    void aSizeIsHexadecimal(String size) {
        assertEquals("0123456789|$", decoded(CHUNKED + size + "\r\n0123456789\r\n" + LAST));
    }

    @Test
    void anEmptyBodyHasNoChunk() {
        assertEquals("$", decoded(CHUNKED + LAST));
    }

    @Test
    void trailersAreNoChunk() {
        assertEquals("hello|$", decoded(CHUNKED + chunk("hello") + "0\r\nA: b\r\nC: d\r\n\r\n"));
    }

    @Test
    void aBodyWithAContentLengthHasNoChunks() {
        assertEquals("hello$", decoded(FIXED + "hello"));
        assertEquals("hello$", decoded(FIXED + "he", "llo"));
    }

    @Test
    void aContentLengthsBodyThatLooksChunkedHasNoChunks() {
        assertEquals("2\r\nab$", decoded(FIXED + "2\r\nab"));
    }

    @Test
    void aRequestWithoutABodyHasNoChunks() {
        assertEquals("$", decoded("GET /a HTTP/1.1\r\nHost: h\r\n\r\n"));
    }

    @Test
    void theNextRequestStartsAnew() {
        String requests = CHUNKED + chunk("hello") + LAST + FIXED + "world" + CHUNKED + chunk("!") + LAST;
        assertEquals("hello|$world$!|$", decoded(requests));
        for (int cut = 1; cut < requests.length(); cut++) {
            assertEquals(
                    "hello|$world$!|$", decoded(requests.substring(0, cut), requests.substring(cut)), "cut at " + cut);
        }
    }

    @ParameterizedTest
    @CsvSource({"Content-Length, Transfer-Encoding", "Transfer-Encoding, Content-Length"})
    void aRequestWithBothALengthAndChunksIsRefused(String first, String second) {
        EmbeddedChannel channel = channel();
        channel.writeInbound(Unpooled.copiedBuffer(
                "PUT /a HTTP/1.1\r\nHost: h\r\n" + header(first) + header(second) + "\r\n" + chunk("hello") + LAST,
                StandardCharsets.US_ASCII));
        HttpRequest request = assertInstanceOf(HttpRequest.class, channel.readInbound());
        assertTrue(request.decoderResult().isFailure());
        channel.finishAndReleaseAll();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5\nhello\r\n",
                "5;name=value\nhello\r\n",
                "5\r\nhello\n",
                "5\r\nhello\n\n",
                "5\r\nhelloo\r\n",
                "5\r\nhello\rx",
                "g\r\nhello\r\n",
                "-5\r\nhello\r\n",
                "\r\nhello\r\n",
                "fffffffff\r\nhello\r\n"
            })
    void aBodyWhoseFramingIsBrokenIsRefused(String broken) {
        String request = CHUNKED + chunk("ok") + broken + LAST;
        for (int cut = CHUNKED.length(); cut < request.length(); cut++) {
            String decoded = decoded(request.substring(0, cut), request.substring(cut));
            assertTrue(decoded.equals("ok|!$") || decoded.equals("ok|hello!$"), decoded + " when cut at " + cut);
        }
    }

    @Test
    void nothingIsHandedOnBehindABrokenChunk() {
        assertEquals("!$", decoded(CHUNKED + "5\nhello\r\n" + LAST + CHUNKED, chunk("x") + LAST));
    }

    private static String header(String name) {
        return name + ": " + (name.equals("Content-Length") ? "5" : "chunked") + "\r\n";
    }

    private static String chunk(String data) {
        return Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
    }

    private static EmbeddedChannel channel() {
        return new EmbeddedChannel(new ChunkBoundaryDecoder(8192, 16384));
    }

    private static String decoded(String... reads) {
        EmbeddedChannel channel = channel();
        StringBuilder told = new StringBuilder();
        for (String read : reads) {
            channel.writeInbound(Unpooled.copiedBuffer(read, StandardCharsets.US_ASCII));
            Object message = channel.readInbound();
            while (message != null) {
                tell(message, told);
                ReferenceCountUtil.release(message);
                message = channel.readInbound();
            }
        }
        channel.finishAndReleaseAll();
        return told.toString();
    }

    /** A broken message is told as {@code !}. */
    private static void tell(Object message, StringBuilder told) {
        if (message instanceof HttpContent content) {
            told.append(content.content().toString(StandardCharsets.US_ASCII));
            told.append(content.decoderResult().isFailure() ? "!" : "");
        }
        if (message instanceof LastHttpContent) {
            told.append('$');
        }
        if (message instanceof ChunkEnd) {
            told.append('|');
        }
    }
}
