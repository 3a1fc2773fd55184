package io.millrace.edge.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptEncodingTest {

    private static final String PLAYLIST = "application/vnd.apple.mpegurl";
    private static final long LARGE = 10_000;

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "gzip > GZIP",
                "GZip > GZIP",
                "x-gzip > GZIP",
                "zstd > ZSTD",
                "gzip, deflate, br, zstd > GZIP",
                "br;q=1.0, zstd;q=0.9, gzip;q=0.8 > ZSTD",
                "gzip;q=0.2,zstd;q=0.1 > GZIP",
                "gzip;q=0 > IDENTITY",
                "gzip; q=0.000 > IDENTITY",
                "br > IDENTITY",
                "deflate, br > IDENTITY",
                "identity > IDENTITY",
                "identity, gzip;q=0.5 > IDENTITY",
                "identity;q=0.5, gzip;q=0.5 > GZIP",
                "identity;q=0.3, gzip > GZIP",
                "* > GZIP",
                "*;q=0 > IDENTITY",
                "gzip;q=0, * > ZSTD",
                "gzip, *;q=0 > GZIP",
                "identity;q=0, zstd > ZSTD",
                "identity;q=0 > IDENTITY",
                "gzip;q=0, identity;q=0, zstd;q=0 > IDENTITY",
                "gzip;q=nonsense > GZIP",
                "gzip;level=9;q=0 > IDENTITY",
                ",,gzip,, > GZIP"
            })
    void aTextIsSentInTheCodingThatItsClientLikesBest(String accepted, ContentCoding chosen) {
        assertEquals(chosen, choose(accepted, PLAYLIST, LARGE));
    }

    @Test
    void severalHeadersAreOneList() {
        HttpHeaders request = accepting("gzip;q=0.5").add("Accept-Encoding", "zstd");
        assertEquals(ContentCoding.ZSTD, AcceptEncoding.choose(request, PLAYLIST, LARGE));
    }

    @Test
    void withoutTheHeaderNothingIsCompressed() {
        assertEquals(ContentCoding.IDENTITY, AcceptEncoding.choose(new DefaultHttpHeaders(), PLAYLIST, LARGE));
    }

    @Test
    void anEmptyHeaderTakesNothingButTheObjectAsItIs() {
        assertEquals(ContentCoding.IDENTITY, choose("", PLAYLIST, LARGE));
    }

    @Test
    void mediaAreNotCompressed() {
        assertEquals(ContentCoding.IDENTITY, choose("gzip", "video/mp4", LARGE));
    }

    @Test
    void whatFitsOnePacketIsNotCompressed() {
        assertEquals(ContentCoding.IDENTITY, choose("gzip", PLAYLIST, Compressible.LEAST_BYTES - 1));
        assertEquals(ContentCoding.GZIP, choose("gzip", PLAYLIST, Compressible.LEAST_BYTES));
    }

    @Test
    void whatIsSmallIsCompressedForAClientThatRefusesItAsItIs() {
        assertEquals(ContentCoding.GZIP, choose("gzip, identity;q=0", PLAYLIST, 1));
    }

    @Property
    void anyHeaderGetsAnAnswer(@ForAll String accepted) {
        assertNotNull(AcceptEncoding.parse(accepted).best(true));
        assertNotNull(AcceptEncoding.parse(accepted).best(false));
    }

    private static ContentCoding choose(String accepted, String contentType, long length) {
        return AcceptEncoding.choose(accepting(accepted), contentType, length);
    }

    private static HttpHeaders accepting(String accepted) {
        return new DefaultHttpHeaders().add("Accept-Encoding", accepted);
    }
}
