package io.millrace.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadRangeTest {

    private static final OptionalLong UNTOLD = OptionalLong.empty();

    private final HttpHeaders headers = new DefaultHttpHeaders();

    @Test
    void anUploadThatSaysNothingIsTheWholeObject() {
        assertInstanceOf(UploadRange.Whole.class, UploadRange.of(headers));
    }

    @Test
    void contentRangeTellsFirstAndLastByte() {
        assertEquals(new UploadRange.Part(4, OptionalLong.of(7), UNTOLD), UploadRange.of(contentRange("bytes 4-7/*")));
    }

    @Test
    void contentRangeMayTellTheLength() {
        assertEquals(
                new UploadRange.Part(4, OptionalLong.of(7), OptionalLong.of(10)),
                UploadRange.of(contentRange("Bytes 4-7/10")));
    }

    @Test
    void theRangeOfGpacTellsFirstAndLastByte() {
        assertEquals(new UploadRange.Part(4, OptionalLong.of(7), UNTOLD), UploadRange.of(range("bytes=4-7")));
    }

    @Test
    void theRangeOfGpacMayHaveNoEnd() {
        assertEquals(new UploadRange.Part(4, UNTOLD, UNTOLD), UploadRange.of(range("bytes=4-")));
    }

    @Test
    void aRangeOfOneByteHasOneByte() {
        assertEquals(OptionalLong.of(1), ((UploadRange.Part) UploadRange.of(contentRange("bytes 9-9/10"))).bytes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes 4-7",
                "bytes=4-7/*",
                "bytes */10",
                "bytes -7/*",
                "bytes 4-/*",
                "bytes 7-4/*",
                "bytes 4-7/7",
                "bytes 4-7/",
                "bytes +4-7/*",
                "bytes 4-7,9-10/*",
                "items 4-7/*",
                "bytes 4-99999999999999999999/*"
            })
    void anyOtherContentRangeIsRefused(String value) {
        assertInstanceOf(UploadRange.Malformed.class, UploadRange.of(contentRange(value)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes 4-7",
                "bytes=-7",
                "bytes=-",
                "bytes=7-4",
                "bytes=4-7,9-10",
                "bytes=a-b",
                "items=4-7"
            })
    void anyOtherRangeIsRefused(String value) {
        assertInstanceOf(UploadRange.Malformed.class, UploadRange.of(range(value)));
    }

    @Test
    void twoRangesAreRefused() {
        assertInstanceOf(
                UploadRange.Malformed.class,
                UploadRange.of(contentRange("bytes 4-7/*").add("range", "bytes=4-7")));
        headers.clear();
        assertInstanceOf(
                UploadRange.Malformed.class,
                UploadRange.of(contentRange("bytes 4-7/*").add("content-range", "bytes 4-7/*")));
    }

    private HttpHeaders contentRange(String value) {
        return headers.add("content-range", value);
    }

    private HttpHeaders range(String value) {
        return headers.add("range", value);
    }
}
