package io.millrace.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.BadRequest;
import io.millrace.proto.control.v1.Rule;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a rule must be; wrong fields are told by their paths. */
class RuleCheckTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'bandwidth': {'bitRate': 5000, 'burstBytes': 1500, 'scope': 'RATE_SCOPE_CONNECTION'}",
                "'latency': {'delay': '0.3s', 'jitter': '0.3s'}",
                "'loss': {'percent': 100, 'roundTripTime': '0.05s'}",
                "'stall': {'at': {'fraction': 0.5}, 'duration': '3600s'}",
                "'status': {'code': 503, 'retryAfter': '1s', 'body': 'sorry'}",
                "'reset': {'at': {'bytes': 0}}",
                "'truncate': {'at': {'fraction': 1}, 'clean': true}",
                "'hang': {'timeout': '10s'}",
                "'slowClose': {'delay': '0.001s'}",
                "'slice': {'bytes': 100, 'variationBytes': 99, 'pause': '10s'}",
                "'corrupt': {'count': 3, 'mask': 1}",
                "'stalePlaylist': {'frozen': true}",
                "'redirect': {'code': 307, 'location': 'https://example.com{path}'}",
                "'headers': {'set': {'Age': '60'}, 'remove': ['ETag']}",
                "'trace': {'profile': '3g', 'scale': 0.5}"
            })
    void anActionWithinItsBoundsIsTaken(String action) {
        assertEquals(List.of(), wrong("'actions': [{" + action + "}]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'bandwidth': {'bitRate': 4999}                           | bandwidth.bit_rate",
                "'bandwidth': {'bitRate': 10000000001}                    | bandwidth.bit_rate",
                "'bandwidth': {'bitRate': 5000, 'burstBytes': -1}         | bandwidth.burst_bytes",
                "'latency': {'delay': '601s'}                             | latency.delay",
                "'latency': {'delay': '1s', 'jitter': '1.001s'}           | latency.jitter",
                "'loss': {'percent': 100.1}                               | loss.percent",
                "'loss': {'percent': 1, 'roundTripTime': '0s'}            | loss.round_trip_time",
                "'stall': {'duration': '0s'}                              | stall.duration",
                "'stall': {'at': {'fraction': 1.1}, 'duration': '1s'}     | stall.at.fraction",
                "'status': {'code': 399}                                  | status.code",
                "'reset': {'at': {'bytes': -1}}                           | reset.at.bytes",
                "'hang': {'timeout': '3601s'}                             | hang.timeout",
                "'slowClose': {}                                          | slow_close.delay",
                "'slice': {'bytes': 0}                                    | slice.bytes",
                "'slice': {'bytes': 5, 'variationBytes': 5}               | slice.variation_bytes",
                "'slice': {'bytes': 5, 'pause': '11s'}                    | slice.pause",
                "'corrupt': {'mask': 256}                                 | corrupt.mask",
                "'stalePlaylist': {}                                      | stale_playlist.stale",
                "'redirect': {'code': 304, 'location': '/'}               | redirect.code",
                "'redirect': {}                                           | redirect.location",
                "'headers': {'set': {'a b': 'x'}}                         | headers.set",
                "'headers': {'remove': ['']}                              | headers.remove",
                "'trace': {}                                              | trace.trace",
                "'trace': {'profile': '3G'}                               | trace.trace",
                "'trace': {'csv': 'hello'}                                | trace.trace",
                "'trace': {'profile': '3g', 'scale': 1e7}                 | trace.scale",
                "'trace': {'profile': '3g', 'scale': -1}                  | trace.scale"
            })
    void anActionBeyondThemIsToldByItsPath(String action, String field) {
        assertEquals(List.of("actions[0]." + field), wrong("'actions': [{" + action + "}]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'match': {'channel': 'cam'}                                       | match.channel",
                "'match': {'paths': ['']}                                          | match.paths",
                "'match': {'bitRate': {'first': 2, 'last': 1}}                     | match.bit_rate",
                "'match': {'ladder': {'first': -1}}                                | match.ladder",
                "'match': {'number': {'range': {'last': -1}}}                      | match.number.range",
                "'match': {'cmcd': [{'key': 'a b', 'present': true}]}              | match.cmcd[0].key",
                "'match': {'cmcd': [{'key': 'bl'}]}                                | match.cmcd[0].value",
                "'match': {'headers': [{'name': 'a', 'glob': ''}, {'name': ''}]}   | match.headers[1].name match.headers[1].value",
                "'match': {'clientNetworks': ['192.0.2.0']}                        | match.client_networks",
                "'match': {'clientNetworks': ['192.0.2.0/33']}                     | match.client_networks",
                "'match': {'clientNetworks': ['localhost/8']}                      | match.client_networks",
                "'match': {'tags': ['evening']}                                    | match.tags",
                "'probability': 0                                                  | probability",
                "'probability': 1.1                                                | probability",
                "'priority': 1000001                                               | priority",
                "'schedule': {'startAfter': '-1s'}                                 | schedule.start_after",
                "'schedule': {'duration': '0s'}                                    | schedule.duration",
                "'schedule': {'duration': '5s', 'repeatEvery': '4s'}               | schedule.repeat_every",
                "'schedule': {'repeatEvery': '4s'}                                 | schedule.repeat_every",
                "'schedule': {'everyNth': -1, 'maxRequests': -1}                   | schedule.every_nth schedule.max_requests"
            })
    void whatElseIsWrongIsToldByItsPath(String fields, String wrong) {
        assertEquals(List.of(wrong.split(" ", -1)), wrong(fields + ", 'actions': [{'reset': {}}]"));
    }

    @Test
    void aRuleHasOneToSixteenActionsOfAKindEach() {
        assertEquals(List.of("actions"), wrong("'priority': 1"));
        assertEquals(List.of("actions"), wrong("'actions': [{'reset': {}}, {'reset': {}}]"));
        assertTrue(wrong("'actions': [{}]").contains("actions[0].action"));
    }

    @Test
    void alternativesHaveAShortName() {
        String name = IntStream.range(0, 64).mapToObj(i -> "a").collect(Collectors.joining());
        assertEquals(List.of("alternatives"), wrong("'alternatives': '" + name + "', 'actions': [{'reset': {}}]"));
    }

    private static List<String> wrong(String fields) {
        Rule.Builder rule = Rule.newBuilder();
        try {
            JsonFormat.parser().merge(("{" + fields + "}").replace('\'', '"'), rule);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(fields, e);
        }
        Violations violations = new Violations();
        RuleCheck.check(rule.build(), violations);
        return violations.detail().getFieldViolationsList().stream()
                .map(BadRequest.FieldViolation::getField)
                .toList();
    }
}
