package io.millrace.edge.listing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.chunklog.Listed;
import io.millrace.chunklog.Listed.ListedDirectory;
import io.millrace.chunklog.Listed.ListedObject;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListingTest {

    private static final Instant MODIFIED = Instant.parse("2026-01-02T03:04:05.678Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "'' > '' > HTML",
                "'' > */* > HTML",
                "'' > text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 > HTML",
                "'' > application/json > JSON",
                "'' > application/json, text/html;q=0.5 > JSON",
                "'' > application/json;q=0.5, text/html > HTML",
                "'' > text/html, application/json > HTML",
                "'' > application/json;q=x > JSON",
                "format=json > text/html > JSON",
                "a=b&format=json > '' > JSON",
                "format=html > application/json > HTML",
                "format=yaml > '' > HTML"
            })
    void theFormatIsWhatTheRequestAsksFor(String query, String accept, ListingFormat format) {
        assertEquals(format, ListingFormat.of(query, new DefaultHttpHeaders().set("Accept", accept)));
    }

    @Test
    void directoriesComeFirstAndAllIsSortedByName() {
        Listing listing = Listing.of("/d/", List.of(object("b"), directory("z"), object("a"), directory("y")), 10);
        assertEquals(
                List.of("y", "z", "a", "b"),
                listing.entries().stream().map(Listed::name).toList());
        assertTrue(listing.whole());
    }

    @Test
    void aListingThatIsBoundedSaysSo() {
        Listing listing = Listing.of("/d/", List.of(object("a"), object("b"), object("c")), 2);
        assertEquals(2, listing.entries().size());
        assertFalse(listing.whole());
        assertTrue(html(listing).contains("There are more than these."));
        assertEquals(false, json(listing).getBoolean("whole"));
    }

    @Test
    void aProgramLearnsWhatIsKnownOfEachEntry() {
        Listing listing = Listing.of(
                "/live/", List.of(directory("sub"), new ListedObject("a.mp4", 1_234, MODIFIED, "video/mp4")), 10);
        assertEquals(new JsonObject("""
                        {"directory": "/live/", "whole": true, "entries": [
                          {"name": "sub", "type": "directory"},
                          {"name": "a.mp4", "type": "object", "bytes": 1234,
                           "modified": "2026-01-02T03:04:05.678Z", "contentType": "video/mp4"}]}
                        """), json(listing));
    }

    @Test
    void aPersonSeesNamesSizesAndTimesAndAWayUp() {
        String page = html(Listing.of(
                "/live/",
                List.of(directory("sub"), new ListedObject("a b.mp4", 1_234_567, MODIFIED, "video/mp4")),
                10));
        assertTrue(page.startsWith("<!doctype html>\n"));
        assertTrue(page.contains("<title>/live/</title>"));
        assertTrue(page.contains("<a href=\"../\">../</a>"));
        assertTrue(page.contains("<a href=\"./sub/\">sub/</a>"));
        assertTrue(page.contains("<a href=\"./a%20b.mp4\">a b.mp4</a><td>1.2 MB<td>2026-01-02 03:04:05"));
        assertTrue(page.contains("width=device-width"));
    }

    @Test
    void thereIsNoWayUpFromTheRoot() {
        assertFalse(html(Listing.of("/", List.of(), 10)).contains("../"));
    }

    @Test
    void aNameCanNotBecomeMarkup() {
        String page = html(Listing.of("/<b>&\"'/", List.of(object("<script>alert(1)</script>\"onclick='")), 10));
        assertFalse(page.contains("<script>"));
        assertFalse(page.contains("<b>"));
        assertTrue(page.contains("href=\"./%3Cscript%3Ealert%281%29%3C/script%3E%22onclick%3D%27\""));
    }

    @Test
    void aPageRunsNothing() {
        HttpHeaders answer = new DefaultHttpHeaders();
        ListingFormat.HTML.describe(answer);
        assertEquals("text/html; charset=utf-8", answer.get("Content-Type"));
        assertEquals("default-src 'none'; style-src 'unsafe-inline'", answer.get("Content-Security-Policy"));
        assertEquals("nosniff", answer.get("X-Content-Type-Options"));
        assertEquals("Accept", answer.get("Vary"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "9949, 9.9 kB",
        "9951, 10 kB",
        "123456, 123 kB",
        "5000000000, 5.0 GB",
        "9223372036854775807, 9.2 EB"
    })
    void sizesAreForPeople(long bytes, String size) {
        assertEquals(size, HtmlListing.size(bytes));
    }

    @Property
    void aLinkLeadsToItsNameWhateverThatIs(@ForAll("names") String name) {
        URI link = URI.create("http://edge/live/").resolve("./" + HtmlListing.linked(name));
        assertEquals("edge", link.getHost());
        assertEquals("/live/" + name, link.getPath());
        assertEquals(null, link.getQuery());
        assertEquals(null, link.getFragment());
    }

    @Property
    void noTextEscapesItsPlace(@ForAll String text) {
        assertTrue(HtmlListing.escaped(text).chars().noneMatch(c -> "<>\"'".indexOf(c) >= 0));
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .withChars("aZ9 .-_~:?#[]@!$&'()*+,;=%<>\"\\é漢")
                .ofMinLength(1)
                .ofMaxLength(40)
                .filter(name -> !name.equals(".") && !name.equals(".."));
    }

    private static ListedObject object(String name) {
        return new ListedObject(name, 1, MODIFIED, "video/mp4");
    }

    private static ListedDirectory directory(String name) {
        return new ListedDirectory(name);
    }

    private static String html(Listing listing) {
        return ListingFormat.HTML.write(listing).toString(StandardCharsets.UTF_8);
    }

    private static JsonObject json(Listing listing) {
        return new JsonObject(ListingFormat.JSON.write(listing).toString(StandardCharsets.UTF_8));
    }
}
