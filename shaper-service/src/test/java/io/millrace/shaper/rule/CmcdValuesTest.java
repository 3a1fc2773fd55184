package io.millrace.shaper.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CmcdValuesTest {

    private static final HttpHeaders NONE = new DefaultHttpHeaders();

    @Test
    void theValuesOfTheQueryAreReadByKey() {
        assertEquals(
                Map.of("bl", "21300", "bs", "true", "nor", "../a,b.m4v", "ot", "v", "com.example-x", "y"),
                CmcdValues.of(
                        "x=1&CMCD=bl%3D21300%2Cbs%2Cnor%3D%22..%2Fa%2Cb.m4v%22%2COT%3Dv%2Ccom.example-X%3D%22y%22&y=2",
                        NONE));
    }

    @Test
    void headersTellTheSameAndFlagsAreWords() {
        HttpHeaders headers = new DefaultHttpHeaders()
                .set("CMCD-Request", "mtp=(48100;v 2),su=?0")
                .set("CMCD-Session", "sid=\"a \\\"b\\\"\"")
                .set("CMCD-Status", "bs=?1");
        assertEquals(
                Map.of("mtp", "(48100;v 2)", "su", "false", "sid", "a \"b\"", "bs", "true"),
                CmcdValues.of("", headers));
        assertEquals(OptionalLong.of(48_100), CmcdValues.number("(48100;v 2)"));
    }

    @Test
    void aRequestWithoutItTellsNothing() {
        assertEquals(Map.of(), CmcdValues.of("a=b&c=CMCD", NONE));
        assertEquals(Map.of(), CmcdValues.of("CMCD=%2C%2C", NONE));
    }
}
