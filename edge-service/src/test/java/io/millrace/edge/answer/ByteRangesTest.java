package io.millrace.edge.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.edge.answer.ByteRanges.Asked;
import io.millrace.edge.answer.ByteRanges.Selection;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, section 14. The representation has 100 bytes. */
class ByteRangesTest {

    private static final long LENGTH = 100;

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "bytes=0-9 > 0 > 10",
                "bytes=0-0 > 0 > 1",
                "bytes=99-99 > 99 > 100",
                "bytes=90-200 > 90 > 100",
                "bytes=90-9007199254740991 > 90 > 100",
                "bytes=5- > 5 > 100",
                "bytes=0- > 0 > 100",
                "bytes=-1 > 99 > 100",
                "bytes=-100 > 0 > 100",
                "bytes=-1000 > 0 > 100",
                "BYTES=0-9 > 0 > 10",
                "bytes= 0-9 > 0 > 10",
                "bytes=,0-9, > 0 > 10",
                "bytes=0-9,200-300 > 0 > 10",
                "bytes=007-09 > 7 > 10",
                "bytes=0-99999999999999999999999 > 0 > 100",
                "bytes=-99999999999999999999999 > 0 > 100"
            })
    void aRangeIsARunOfBytes(String header, long from, long to) {
        assertEquals(new Selection.Parts(List.of(new ByteRange(from, to))), within(header));
    }

    @Test
    void severalRangesKeepTheClientsOrder() {
        assertEquals(
                new Selection.Parts(List.of(new ByteRange(90, 100), new ByteRange(0, 1), new ByteRange(1, 3))),
                within("bytes=90-, 0-0 ,1-2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bytes=100-", "bytes=100-200", "bytes=-0", "bytes=500-,600-700", "bytes=99999999999999999999-"})
    void whatBeginsBehindTheEndCantBeSatisfied(String header) {
        assertInstanceOf(Selection.Unsatisfiable.class, within(header));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-9,5-14", "bytes=0-,-1", "bytes=0-9,0-9", "bytes=10-20,0-50"})
    void rangesThatOverlapAreIgnored(String header) {
        assertInstanceOf(Selection.Whole.class, within(header));
    }

    @Test
    void theLastBytesOfWhatHasNoneAreTheWhole() {
        assertInstanceOf(
                Selection.Whole.class,
                ByteRanges.parse("bytes=-5").orElseThrow().within(0));
        assertInstanceOf(
                Selection.Unsatisfiable.class,
                ByteRanges.parse("bytes=0-").orElseThrow().within(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=,",
                "bytes=-",
                "bytes=9-0",
                "bytes=a-b",
                "bytes=0-9;5-6",
                "bytes=0--9",
                "bytes=-0-9",
                "bytes=+1-2",
                "bytes=1 -2",
                "bytes=0x1-2",
                "bytes=1-2,x",
                "bytes=1-2,5-3",
                "items=0-9",
                "bytes:0-9",
                "0-9",
                "bytes =0-9",
                "bytes=\u0661-\u0662",
                "none"
            })
    void whatIsMalformedOrInAnotherUnitIsIgnored(String header) {
        assertEquals(Optional.empty(), ByteRanges.parse(header));
    }

    @Test
    void manyRangesAreAnsweredAndTooManyIgnored() {
        assertTrue(ByteRanges.parse(ranges(ByteRanges.MOST_RANGES)).isPresent());
        assertEquals(Optional.empty(), ByteRanges.parse(ranges(ByteRanges.MOST_RANGES + 1)));
    }

    @Test
    void aHeaderThatComesTwiceIsIgnored() {
        assertEquals(
                Optional.empty(),
                ByteRanges.of(new DefaultHttpHeaders().add("Range", "bytes=0-1").add("Range", "bytes=2-3")));
    }

    @Test
    void whatWasAskedForIsKeptForWhatHasNoLengthYet() {
        assertEquals(
                List.of(new Asked.Open(5), new Asked.Closed(1, 2), new Asked.Suffix(3)),
                ByteRanges.parse("bytes=5-,1-2,-3").orElseThrow().asked());
    }

    private static Selection within(String header) {
        return ByteRanges.parse(header).orElseThrow().within(LENGTH);
    }

    private static String ranges(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> 2 * i + "-" + 2 * i)
                .collect(Collectors.joining(",", "bytes=", ""));
    }
}
