package io.millrace.shaper.dripls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.shaper.rule.RequestedBytes;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressiveRulesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    b501-1024~e404                | bytes=0-500     | none
                    b501-1024~e404                | bytes=600-1000  | e404
                    b501-1024~e404                | bytes=1050-2000 | none
                    b501-1024~e404                | bytes=200-600   | e404
                    b501-1024~e404                | bytes=800-1400  | e404
                    b501-1024~e404                | bytes=200-1400  | e404
                    b501-1024~e404                | bytes=501-1024  | e404
                    b501-1024~e404                | bytes=1024-     | e404
                    b501-1024~e404                |                 | e404
                    501-1024~e404                 | bytes=600-600   | e404
                    b500-1000~e404,b2000-2500~net20 | bytes=0-501     | e404
                    b500-1000~e404,b2000-2500~net20 | bytes=1500-2100 | net20
                    b500-1000~e404,b2000-2500~net20 | bytes=500-2100  | e404
                    b500-1000~e404,b2000-2500~net20 | bytes=900-2500  | net20
                    b500-1000~e404,b2000-2500~net20 | bytes=500-2500  | e404
                    b2000-*~net20,b500-1000~e404  | bytes=500-      | net20
                    """)
    void theRuleForTheMostBytesDecides(String rules, String range, String action) {
        HttpHeaders headers = new DefaultHttpHeaders();
        if (range != null) {
            headers.set(HttpHeaderNames.RANGE, range);
        }
        assertEquals(
                action,
                ProgressiveRules.parse(rules)
                        .action(RequestedBytes.of(headers))
                        .map(DriplsAction::toString)
                        .orElse("none"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "foo",
                ",",
                "~",
                "~e404",
                "b1-2~",
                "b1-2~e404,",
                "b1-2~e404,~",
                "b1-~e404",
                "b-1000~e404",
                "b2-1~e404",
                "b1-1000~e404,b999-2000~e404",
                "b1000-2000~e404,b0-1000~e404",
                "b0-*~e404,b5-6~e404",
            })
    void whatIsNoRuleOrForTheSameBytesIsRefused(String rules) {
        assertThrows(InvalidDriplsRuleException.class, () -> ProgressiveRules.parse(rules));
    }
}
