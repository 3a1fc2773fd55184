package io.millrace.edge.cmcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.wire.CmcdFields;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CmcdTest {

    private static final HttpHeaders NONE = new DefaultHttpHeaders();

    @ParameterizedTest
    @ValueSource(strings = {"", "a=b", "XCMCD=bl%3D1", "a=b&xCMCD=1", "cid=1&cmcd", "CMCD"})
    void aRequestWithoutItTellsNothing(String query) {
        assertSame(Optional.empty(), Cmcd.of(query, NONE));
    }

    @Test
    void theQueryOfHlsJsIsRead() {
        Cmcd told = Cmcd.of(
                        "x=1&CMCD=bl%3D21300%2Cbr%3D3200%2Cbs%2Ccid%3D%22faec5fc2-ac30-11ea%22%2Cd%3D4004%2Cdl%3D18500%2Cmtp%3D48100"
                                + "%2Cnor%3D%22..%252F300kbps%252Ftrack.m4v%22%2Cnrr%3D%2212323-48763%22%2Cot%3Dv%2Cpr%3D1.08%2Crtp%3D12000"
                                + "%2Csf%3Dh%2Csid%3D%226e2fb550-c457-11e9-bb97-0800200c9a66%22%2Cst%3Dl%2Csu%2Ctb%3D6000&y=2",
                        NONE)
                .orElseThrow();
        assertEquals(
                new Cmcd(
                        ObjectType.VIDEO,
                        StreamingFormat.HLS,
                        "6e2fb550-c457-11e9-bb97-0800200c9a66",
                        "faec5fc2-ac30-11ea",
                        true,
                        21_300,
                        48_100),
                told);
    }

    @Test
    void theFourHeadersAreReadTogether() {
        HttpHeaders headers = new DefaultHttpHeaders()
                .set("CMCD-Object", "br=3200,d=4004,ot=a,tb=6000")
                .set("CMCD-Request", "bl=500,mtp=25400,su")
                .set("CMCD-Session", "cid=\"c\",sf=d,sid=\"s\",st=v")
                .set("CMCD-Status", "bs,rtp=15000");
        assertEquals(
                new Cmcd(ObjectType.AUDIO, StreamingFormat.DASH, "s", "c", true, 500, 25_400),
                Cmcd.of("", headers).orElseThrow());
    }

    @Test
    void whatIsNotToldIsUnsaid() {
        assertEquals(
                new Cmcd(ObjectType.UNSAID, StreamingFormat.UNSAID, "", "", false, Cmcd.UNSAID, Cmcd.UNSAID),
                fields("su"));
    }

    @Test
    void keysOfVersionTwoDontHurt() {
        Cmcd told = fields("v=2,bl=(1800;v 2000;a),mtp=(9000),ot=v;x,sf=h,sta=p,ts=1700000000000,"
                + "nor=(\"a,b\" \"c\"),cs=\"x\",bs=?0,sid=\"s\",com.example-key=\"y\"");
        assertEquals(new Cmcd(ObjectType.VIDEO, StreamingFormat.HLS, "s", "", false, 1_800, 9_000), told);
    }

    @ParameterizedTest
    @CsvSource({"m, MANIFEST", "tt, TIMED_TEXT", "av, MUXED", "\"v\", VIDEO", "nonsense, OTHER", "o, OTHER"})
    void anObjectTypeIsOneOfAClosedSet(String token, ObjectType type) {
        assertEquals(type, fields("ot=" + token).objectType());
    }

    @ParameterizedTest
    @CsvSource({"d, DASH", "h, HLS", "s, SMOOTH", "o, OTHER", "e, OTHER"})
    void aStreamingFormatIsOneOfAClosedSet(String token, StreamingFormat format) {
        assertEquals(format, fields("sf=" + token).streamingFormat());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "bl= > -1",
                "bl > -1",
                "bl=x > -1",
                "bl=-5 > -1",
                "bl=0 > 0",
                "bl=1.5 > 1",
                " bl = 7 > 7",
                "BL=7 > 7",
                "bl=99999999999999999999999999 > 1000000000000"
            })
    void aNumberIsReadAsFarAsItIsOne(String field, long bufferMs) {
        assertEquals(bufferMs, fields(field).bufferMs());
    }

    @ParameterizedTest
    @CsvSource({"bs, true", "bs=true, true", "bs=?1, true", "bs=false, false", "bs=?0, false"})
    void starvationIsAFlag(String field, boolean starved) {
        assertEquals(starved, fields(field).starved());
    }

    @Test
    void aCommaInAStringEndsNothing() {
        Cmcd told = fields("sid=\"a,bs,\\\"b\",bl=1");
        assertEquals("a,bs,\"b", told.sessionId());
        assertEquals(1, told.bufferMs());
        assertEquals(false, told.starved());
    }

    @Test
    void anIdentifierIsFitForALog() {
        assertEquals("a??b?", fields("sid=\"a\r\nb\u00e9\"").sessionId());
        assertEquals(
                "x".repeat(Cmcd.MOST_ID_CHARACTERS),
                fields("cid=\"" + "x".repeat(1000) + "\"").contentId());
    }

    @Test
    void whatIsBeyondTheBoundIsPassedOver() {
        assertEquals(
                Cmcd.UNSAID,
                fields("su,".repeat(CmcdFields.MOST_CHARACTERS) + "bl=1").bufferMs());
    }

    @Property
    void noQueryAndNoHeaderFailsARequest(@ForAll("hostile") String text) {
        assertTrue(Cmcd.of("CMCD=" + text, NONE).isPresent());
        HttpHeaders headers = anyHeaders().set("CMCD-Status", text);
        Cmcd told = Cmcd.of("", headers).orElseThrow();
        assertTrue(told.sessionId().length() <= Cmcd.MOST_ID_CHARACTERS);
        assertTrue(told.bufferMs() >= Cmcd.UNSAID);
    }

    @Property
    void whatAPlayerEncodesIsWhatIsRead(@ForAll("identifiers") String id, @ForAll int number) {
        long bufferMs = Math.abs((long) number);
        String query = "CMCD=" + URLEncoder.encode("bl=" + bufferMs + ",sid=\"" + id + "\"", StandardCharsets.UTF_8);
        Cmcd told = Cmcd.of(query, NONE).orElseThrow();
        assertEquals(id, told.sessionId());
        assertEquals(bufferMs, told.bufferMs());
    }

    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.oneOf(
                Arbitraries.strings(),
                Arbitraries.strings().withChars("=,\"\\();%0aAsidblbsotsf &").ofMaxLength(200));
    }

    @Provide
    Arbitrary<String> identifiers() {
        return Arbitraries.strings()
                .withChars("abcXYZ019-_.,;=()/")
                .ofMinLength(1)
                .ofMaxLength(Cmcd.MOST_ID_CHARACTERS);
    }

    /** Headers that may hold what a codec would have refused. */
    private static HttpHeaders anyHeaders() {
        return DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
    }

    private static Cmcd fields(String fields) {
        HttpHeaders headers = anyHeaders().set("CMCD-Request", fields);
        return Cmcd.of("", headers).orElseThrow();
    }
}
