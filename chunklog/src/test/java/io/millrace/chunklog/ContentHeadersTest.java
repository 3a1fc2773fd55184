package io.millrace.chunklog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentHeadersTest {

    private static final String TYPE = "video/mp4";

    @Test
    void aContentTypeStandsAlone() {
        assertEquals(new ContentHeaders(TYPE, Map.of()), ContentHeaders.of(TYPE));
    }

    @Test
    void whatIsStoredIsReadBack() {
        ContentHeaders headers = new ContentHeaders(
                TYPE, Map.of("cache-control", "max-age=1, public", "icy-url", "http://a:8000/", "icy-x", ""));
        assertEquals(headers, ContentHeaders.decoded(headers.encoded()));
    }

    @Test
    void aContentTypeAloneIsStoredAsItIs() {
        assertEquals(TYPE, ContentHeaders.of(TYPE).encoded());
        assertEquals(ContentHeaders.of(TYPE), ContentHeaders.decoded(TYPE));
    }

    @Test
    void theFieldsAreSortedByName() {
        ContentHeaders headers = new ContentHeaders(TYPE, Map.of("icy-name", "n", "cache-control", "c", "icy-br", "b"));
        assertEquals(
                List.of("cache-control", "icy-br", "icy-name"),
                List.copyOf(headers.others().keySet()));
    }

    @Test
    void theFieldsCantBeChanged() {
        ContentHeaders headers = new ContentHeaders(TYPE, Map.of("icy-br", "128"));
        assertThrows(UnsupportedOperationException.class, () -> headers.others().put("icy-br", "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb", "a\nb", "a\rb", "a\0b", "\t", "a\u007f", "\u010a", "\u20ac"})
    void aValueThatCouldEndALineIsLeftOut(String value) {
        assertEquals(ContentHeaders.of(TYPE), new ContentHeaders(TYPE, Map.of("icy-name", value)));
    }

    @Test
    void aValueOfOtherBytesThanAsciiIsKept() {
        Map<String, String> name = Map.of("icy-name", "Caf\u00c3\u00a9 \u00c5\u0098");
        assertEquals(name, new ContentHeaders(TYPE, name).others());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Icy-Name", "a b", "a:b", "a\nb", "\u00e9"})
    void aNameThatIsNoLowerCaseTokenIsLeftOut(String name) {
        assertEquals(ContentHeaders.of(TYPE), new ContentHeaders(TYPE, Map.of(name, "value")));
    }

    @Test
    void aValueThatIsTooLongIsLeftOut() {
        String longest = "x".repeat(ContentHeaders.MOST_VALUE_LENGTH);
        ContentHeaders headers = new ContentHeaders(TYPE, Map.of("a", longest, "b", longest + "x"));
        assertEquals(Map.of("a", longest), headers.others());
    }

    @Test
    void whateverIsSentLittleIsStored() {
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            many.put("icy-" + i, "x".repeat(50));
        }
        ContentHeaders headers = new ContentHeaders(TYPE, many);
        assertTrue(headers.others().size() > 10);
        assertTrue(
                headers.encoded().length() < 1500,
                "stored: " + headers.encoded().length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "text/html\r\nSet-Cookie: a=b", "\u20ac/mp4"})
    void aContentTypeThatMayNotBeStoredIsUnknown(String type) {
        assertEquals("application/octet-stream", ContentHeaders.of(type).contentType());
    }

    @Test
    void aContentTypeThatIsTooLongIsUnknown() {
        assertEquals(
                "application/octet-stream",
                ContentHeaders.of("video/" + "x".repeat(1000)).contentType());
    }
}
