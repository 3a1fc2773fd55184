package io.millrace.shaper.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestMatchTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "                                                         | true",
                "'channel': 'channels/cam'                                | true",
                "'channel': 'channels/other'                              | false",
                "'paths': ['/live/**']                                    | true",
                "'paths': ['/live/*', '/live/*/v3/*']                     | true",
                "'paths': ['/live/*', '/vod/**']                          | false",
                "'kinds': ['OBJECT_KIND_PART', 'OBJECT_KIND_SEGMENT']     | true",
                "'kinds': ['OBJECT_KIND_MANIFEST']                        | false",
                "'segmentClass': 'SEGMENT_CLASS_CONTENT'                  | true",
                "'segmentClass': 'SEGMENT_CLASS_AD'                       | false",
                "'bitRate': {'first': 3000000, 'last': 3000000}           | true",
                "'bitRate': {'first': 3000001}                            | false",
                "'bitRate': {'last': 2999999}                             | false",
                "'bitRate': {}                                            | true",
                "'ladder': {'first': 2, 'last': 2}                        | true",
                "'ladder': {'last': 1}                                    | false",
                "'width': {'first': 1280}                                 | true",
                "'width': {'first': 1281}                                 | false",
                "'height': {'last': 720}                                  | true",
                "'height': {'last': 719}                                  | false",
                "'codecs': ['hvc1', 'avc1']                               | true",
                "'codecs': ['mp4a.40']                                    | true",
                "'codecs': ['hvc1', 'vc1']                                | false",
                "'languages': ['de', 'EN']                                | true",
                "'languages': ['en-gb']                                   | true",
                "'languages': ['e']                                       | false",
                "'languages': ['en-GB-oed']                               | false",
                "'number': {'range': {'first': 7, 'last': 7}}             | true",
                "'number': {'range': {'first': 8}}                        | false",
                "'number': {'basis': 'NUMBER_BASIS_SESSION_CLASS', 'range': {'first': 5, 'last': 5}}    | true",
                "'number': {'basis': 'NUMBER_BASIS_MEDIA_SEQUENCE', 'range': {'first': 107}}            | true",
                "'number': {'basis': 'NUMBER_BASIS_MEDIA_SEQUENCE', 'range': {'last': 7}}               | false",
                "'number': {'basis': 'NUMBER_BASIS_LIVE_EDGE', 'range': {'last': 1}}                    | true",
                "'number': {'basis': 'NUMBER_BASIS_LIVE_EDGE', 'range': {'last': 0}}                    | false",
                "'cdns': ['fastly', 'akamai']                             | true",
                "'cdns': ['fastly']                                       | false",
                "'byteRange': {'first': 1999, 'last': 5000}               | true",
                "'byteRange': {'last': 1000}                              | true",
                "'byteRange': {'first': 2000}                             | false",
                "'byteRange': {'last': 999}                               | false",
                "'cmcd': [{'key': 'bl', 'range': {'first': 1000, 'last': 2000}}]  | true",
                "'cmcd': [{'key': 'BL', 'range': {'last': 1000}}]         | false",
                "'cmcd': [{'key': 'ot', 'glob': 'v'}, {'key': 'bs', 'glob': 'true'}]  | true",
                "'cmcd': [{'key': 'sid', 'glob': 'a/*'}]                  | true",
                "'cmcd': [{'key': 'ot', 'range': {'first': 0}}]           | false",
                "'cmcd': [{'key': 'bl', 'present': true}]                 | true",
                "'cmcd': [{'key': 'mtp', 'present': true}]                | false",
                "'cmcd': [{'key': 'mtp', 'present': false}]               | true",
                "'cmcd': [{'key': 'ot', 'glob': 'v'}, {'key': 'ot', 'glob': 'a'}]     | false",
                "'headers': [{'name': 'user-agent', 'glob': 'Player/**'}] | true",
                "'headers': [{'name': 'X-Test', 'glob': 'two'}]           | true",
                "'headers': [{'name': 'X-Test', 'glob': 'three'}]         | false",
                "'headers': [{'name': 'x-test', 'present': false}]        | false",
                "'headers': [{'name': 'x-other', 'present': false}]       | true",
                "'clientNetworks': ['198.51.100.0/24', '192.0.2.64/26']   | true",
                "'clientNetworks': ['192.0.2.0/26']                       | false",
                "'clientNetworks': ['::/0']                               | false",
                "'sessions': ['test-*']                                   | true",
                "'sessions': ['prod-*']                                   | false",
                "'tags': ['tags/fast', 'tags/slow']                       | true",
                "'tags': ['tags/fast']                                    | false",
                "'methods': ['GET']                                       | true",
                "'methods': ['HEAD']                                      | false",
                "'cdns': ['akamai'], 'height': {'first': 1080}            | false"
            })
    void whatIsSetMustAllHold(String match, boolean matches) {
        assertEquals(matches, matches(match == null ? "" : match, Requests.segment()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'channel': 'channels/cam'",
                "'bitRate': {}",
                "'ladder': {'first': 0}",
                "'width': {'last': 100000}",
                "'height': {'first': 0}",
                "'number': {'range': {}}",
                "'number': {'basis': 'NUMBER_BASIS_LIVE_EDGE'}",
                "'codecs': ['a']",
                "'languages': ['en']",
                "'cdns': ['akamai']",
                "'segmentClass': 'SEGMENT_CLASS_CONTENT'",
                "'cmcd': [{'key': 'bl', 'range': {}}]"
            })
    void whatIsNotKnownIsInNoRange(String match) {
        assertEquals(false, matches(match, Requests.unknown("GET")));
    }

    @ParameterizedTest
    @CsvSource({"GET, true", "HEAD, true", "OPTIONS, false"})
    void aRuleThatSaysNoMethodIsForReading(String method, boolean matches) {
        assertEquals(matches, matches("", Requests.unknown(method)));
    }

    @Test
    void aRequestForAllBytesOverlapsEveryRange() {
        assertEquals(true, matches("'byteRange': {'first': 5, 'last': 5}", Requests.unknown("GET")));
    }

    @Test
    void aNetworkThatIsNoneIsToldWithItsRule() {
        IllegalArgumentException told = assertThrows(
                IllegalArgumentException.class,
                () -> RuleSet.of(java.util.List.of(
                        Requests.rule("{'name': 'rules/lan', 'match': {'clientNetworks': ['lan/8']}}"))));
        assertEquals("rules/lan: lan/8 is no address range like 10.0.0.0/8", told.getMessage());
    }

    private static boolean matches(String match, ShapedRequest request) {
        return new RequestMatch(Requests.rule("{'match': {" + match + "}}").getMatch()).matches(request);
    }
}
