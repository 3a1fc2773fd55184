package io.millrace.edge.answer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.edge.answer.ByteRanges.Selection;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What holds for every header and every length. */
class RangesPropertyTest {

    private static final Pattern PART =
            Pattern.compile("\r\nContent-Type: text/plain\r\nContent-Range: bytes (\\d+)-(\\d+)/(\\d+)\r\n\r\n");

    @Property
    void noTextThrows(@ForAll String text, @ForAll @LongRange(min = 0) long length) {
        ByteRanges.parse("bytes=" + text).ifPresent(ranges -> ranges.within(length));
        ByteRanges.parse(text).ifPresent(ranges -> ranges.within(length));
    }

    @Property
    void noHeaderThrows(
            @ForAll("headers") String range, @ForAll String condition, @ForAll @IntRange(max = 100) int length) {
        HttpHeaders request = DefaultHttpHeadersFactory.headersFactory()
                .withValidation(false)
                .newHeaders()
                .set("Range", range)
                .set("If-Range", condition)
                .set("If-Match", condition)
                .set("If-None-Match", condition)
                .set("If-Modified-Since", condition);
        Answer.to(HttpMethod.GET, request, text(length), new DefaultHttpHeaders());
    }

    @Property
    void everyPartLiesWithinTheRepresentation(
            @ForAll("headers") String header, @ForAll @LongRange(min = 0) long length) {
        ByteRanges.parse(header).ifPresent(ranges -> {
            if (ranges.within(length) instanceof Selection.Parts parts) {
                assertFalse(parts.ranges().isEmpty());
                parts.ranges().forEach(range -> {
                    assertTrue(range.from() >= 0 && range.from() < range.to());
                    assertTrue(range.to() <= length);
                });
            }
        });
    }

    @Property
    void noByteIsSentTwice(@ForAll("headers") String header, @ForAll @LongRange(min = 0, max = 1000) long length) {
        ByteRanges.parse(header).ifPresent(ranges -> {
            if (ranges.within(length) instanceof Selection.Parts parts) {
                long sent = parts.ranges().stream().mapToLong(ByteRange::length).sum();
                assertTrue(sent <= length);
            }
        });
    }

    @Property
    void aRangesBytesAreTheSlice(
            @ForAll @IntRange(min = 1, max = 2000) int length,
            @ForAll @IntRange(max = 1999) int first,
            @ForAll @IntRange(max = 3000) int more) {
        int from = first % length;
        long last = (long) from + more;
        byte[] bytes = bytes(length);
        Answer.Content answer = content("bytes=" + from + '-' + last, length);
        int to = (int) Math.min(last + 1, length);
        assertEquals(
                "bytes " + from + '-' + (to - 1) + '/' + length,
                answer.headers().get("Content-Range"));
        assertArrayEquals(Arrays.copyOfRange(bytes, from, to), body(answer, bytes));
    }

    @Property
    void aSuffixIsTheEnd(
            @ForAll @IntRange(min = 1, max = 2000) int length, @ForAll @IntRange(min = 1, max = 3000) int last) {
        byte[] bytes = bytes(length);
        assertArrayEquals(
                Arrays.copyOfRange(bytes, Math.max(0, length - last), length),
                body(content("bytes=-" + last, length), bytes));
    }

    @Property
    void theLengthThatIsToldIsTheBodys(
            @ForAll("headers") String header, @ForAll @IntRange(min = 1, max = 500) int length) {
        Answer answer = answer(header, length);
        if (answer instanceof Answer.Content content) {
            assertEquals(
                    content.headers().get("Content-Length"), Integer.toString(body(content, bytes(length)).length));
        }
    }

    @Property
    void aMultipartDecodesBackIntoItsSlices(
            @ForAll("apart") List<int[]> slices, @ForAll @IntRange(min = 100, max = 500) int length) {
        byte[] bytes = bytes(length);
        StringBuilder header = new StringBuilder("bytes=");
        slices.forEach(
                slice -> header.append(slice[0]).append('-').append(slice[1]).append(','));
        Answer.Content answer = content(header.toString(), length);
        String boundary = answer.headers().get("Content-Type").split("boundary=", 2)[1];
        String body = new String(body(answer, bytes), StandardCharsets.ISO_8859_1);
        String[] parts = ("\r\n" + body).split("\r\n--" + boundary, -1);
        assertEquals("", parts[0]);
        assertEquals("--\r\n", parts[parts.length - 1]);
        assertEquals(slices.size(), parts.length - 2);
        for (int i = 0; i < slices.size(); i++) {
            Matcher part = PART.matcher(parts[i + 1]);
            assertTrue(part.lookingAt());
            int from = Integer.parseInt(part.group(1));
            int to = Integer.parseInt(part.group(2)) + 1;
            assertEquals(slices.get(i)[0], from);
            assertEquals(slices.get(i)[1] + 1, to);
            assertArrayEquals(
                    Arrays.copyOfRange(bytes, from, to),
                    parts[i + 1].substring(part.end()).getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /** Headers that are nearly right, or right. */
    @Provide
    Arbitrary<String> headers() {
        Arbitrary<String> number = Arbitraries.oneOf(
                Arbitraries.longs().between(0, 600).map(String::valueOf),
                Arbitraries.longs().greaterOrEqual(0).map(String::valueOf),
                Arbitraries.of("", "9223372036854775807", "9223372036854775808", "99999999999999999999", "x", "-1"));
        Arbitrary<String> element = number.flatMap(first -> number.map(last -> first + '-' + last));
        return Arbitraries.of("bytes=", "Bytes=", "bytes", "items=")
                .flatMap(unit -> element.list().ofMinSize(0).ofMaxSize(5).map(all -> unit + String.join(",", all)));
    }

    /** Two slices or more that do not overlap, below 100. */
    @Provide
    Arbitrary<List<int[]>> apart() {
        return Arbitraries.integers()
                .between(0, 9)
                .tuple2()
                .list()
                .ofMinSize(2)
                .ofMaxSize(10)
                .map(pairs -> {
                    List<int[]> slices = new ArrayList<>();
                    for (int i = 0; i < pairs.size(); i++) {
                        int low = Math.min(pairs.get(i).get1(), pairs.get(i).get2());
                        int high = Math.max(pairs.get(i).get1(), pairs.get(i).get2());
                        slices.add(new int[] {10 * i + low, 10 * i + high});
                    }
                    return slices;
                });
    }

    private static Answer.Content content(String range, int length) {
        return (Answer.Content) answer(range, length);
    }

    private static Answer answer(String range, int length) {
        HttpHeaders request = new DefaultHttpHeaders().set("Range", range);
        return Answer.to(HttpMethod.GET, request, text(length), new DefaultHttpHeaders());
    }

    private static Representation text(long length) {
        return new Representation(Validators.of("\"a\"", Instant.EPOCH), "text/plain", length, Map.of());
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] body(Answer.Content answer, byte[] bytes) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Part part : answer.parts()) {
            switch (part) {
                case Part.Text text -> body.writeBytes(text.bytes());
                case Part.Slice slice ->
                    body.write(bytes, (int) slice.range().from(), (int)
                            slice.range().length());
            }
        }
        return body.toByteArray();
    }
}
