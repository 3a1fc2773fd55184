package io.millrace.shaper.inline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.TextFormat;
import io.millrace.proto.control.v1.Rule;
import io.millrace.proto.control.v1.Session;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class InlineRulesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bandwidth=2M | bandwidth { bit_rate: 2000000 }",
                "bandwidth=2.5k | bandwidth { bit_rate: 2500 }",
                "latency=300ms | latency { delay { nanos: 300000000 } }",
                "latency=1.5s&jitter=20ms | latency { delay { seconds: 1 nanos: 500000000 } jitter { nanos: 20000000 } }",
                "loss=2.5 | loss { percent: 2.5 }",
                "loss=2%25&rtt=80ms | loss { percent: 2 round_trip_time { nanos: 80000000 } }",
                "profile=3g | trace { profile: \"3g\" }",
                "status=404 | status { code: 404 }",
                "stall=2s&at=50%25 | stall { at { fraction: 0.5 } duration { seconds: 2 } }",
                "reset | reset { }",
                "reset=1&at=10k | reset { at { bytes: 10000 } }",
                "truncate=1M | truncate { at { bytes: 1000000 } }",
                "hang | hang { }",
                "slowclose=5s | slow_close { delay { seconds: 5 } }",
                "slice=100 | slice { bytes: 100 }",
                "corrupt=3 | corrupt { count: 3 }",
                "stale=10s | stale_playlist { age { seconds: 10 } }",
                "stale=frozen | stale_playlist { frozen: true }",
                "redirect=https://x/ | redirect { location: \"https://x/\" }",
            })
    void aShortFormIsAnAction(String query, String action) throws Exception {
        assertEquals(rule("actions { " + action + " }"), onlyRule(query));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind=segment,part | match { kinds: OBJECT_KIND_SEGMENT kinds: OBJECT_KIND_PART }",
                "path=/live/**/v*.m4s | match { paths: \"/live/**/v*.m4s\" }",
                "class=ad | match { segment_class: SEGMENT_CLASS_AD }",
                "bitrate=1M-2.5M | match { bit_rate { first: 1000000 last: 2500000 } }",
                "height=720- | match { height { first: 720 } }",
                "width=-640 | match { width { last: 640 } }",
                "ladder=0 | match { ladder { first: 0 last: 0 } }",
                "codec=avc1,hvc1 | match { codecs: \"avc1\" codecs: \"hvc1\" }",
                "language=de | match { languages: \"de\" }",
                "number=3-5 | match { number { range { first: 3 last: 5 } } }",
                "sequence=7 | match { number { basis: NUMBER_BASIS_MEDIA_SEQUENCE range { first: 7 last: 7 } } }",
                "after=10s&for=30s&repeat=1m | schedule { start_after { seconds: 10 } duration { seconds: 30 } repeat_every { seconds: 60 } }",
                "every=3&times=2 | schedule { every_nth: 3 max_requests: 2 }",
                "probability=25 | probability: 0.25",
            })
    void aShortFormSaysWhichRequestsAreMet(String query, String rest) throws Exception {
        assertEquals(rule(rest + " actions { status { code: 503 } }"), onlyRule(query + "&status=503"));
    }

    @Test
    void rulesCanBeJson() throws Exception {
        String rule = "{\"match\":{\"kinds\":[\"OBJECT_KIND_INIT\"]},\"actions\":[{\"hang\":{}}]}";
        Rule said = rule("match { kinds: OBJECT_KIND_INIT } actions { hang { } }");
        assertEquals(List.of(said), read("r=" + rule).getRulesList());
        assertEquals(List.of(said, said), read("r=[" + rule + "," + rule + "]").getRulesList());
    }

    @Test
    void rulesCanBeInDriplssGrammar() {
        Session.Builder session = read("r=*.s0~e404&bandwidth=1M");
        assertEquals("*.s0~e404", session.getDriplsRules());
        assertEquals(1, session.getRulesCount());
    }

    @Test
    void aTagAnOriginAndASeedAreTaken() {
        Session.Builder session = read("tag=slow&origin=https://cdn.example/live&seed=7");
        assertEquals("tags/slow", session.getTag());
        assertEquals("https://cdn.example/live", session.getOrigin());
        assertEquals(7, session.getSeed());
        assertEquals(0, session.getRulesCount());
    }

    @Test
    void whatIsNotTheShapersIsLeft() {
        ShortForms forms = ShortForms.of("token=x%20y&bandwidth=1M&CMCD=bl%3D100&a&&_HLS_msn=4&b=");
        InlineRules.read(forms);
        assertEquals("token=x%20y&CMCD=bl%3D100&a&_HLS_msn=4&b=", forms.rest());
    }

    @Test
    void aSemicolonIsAPartOfAParameterAndSeparatesNone() {
        ShortForms forms = ShortForms.of("token=x;bandwidth=1M&redirect=https://x/a;b");
        assertEquals(
                "https://x/a;b",
                InlineRules.read(forms).getRules(0).getActions(0).getRedirect().getLocation());
        assertEquals("token=x;bandwidth=1M", forms.rest());
    }

    @Test
    void halfAnEscapeIsNoParameter() {
        assertThrows(IllegalArgumentException.class, () -> ShortForms.of("bandwidth=1M%2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bandwidth=fast",
                "bandwidth=1M&bandwidth=2M",
                "latency=300",
                "jitter=10ms",
                "loss=101",
                "status=200",
                "status=four",
                "reset=no",
                "kind=movie&status=404",
                "number=5-3&status=404",
                "number=&status=404",
                "class=both&status=404",
                "stale=old",
                "r=[{]",
                "r={\"actions\":[{\"explode\":{}}]}",
                "r={\"match\":{}}",
            })
    void whatMakesNoSenseIsNamed(String query) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> read(query)).getMessage();
        String parameter = query.substring(0, query.indexOf('='));
        assertTrue(message.contains(parameter), message);
    }

    @Test
    void aRuleThatDoesNothingIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> read("kind=segment"));
    }

    private static Rule onlyRule(String query) {
        Session.Builder session = read(query);
        assertEquals(1, session.getRulesCount());
        return session.getRules(0);
    }

    private static Rule rule(String text) throws TextFormat.ParseException {
        return TextFormat.parse(text, Rule.class);
    }

    private static Session.Builder read(String query) {
        return InlineRules.read(ShortForms.of(query));
    }
}
