package io.millrace.cli.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.millrace.cli.ExitCode;
import io.millrace.cli.Ran;
import io.millrace.cli.ScriptedControl;
import io.millrace.proto.control.v1.CreateSessionRequest;
import io.millrace.proto.control.v1.Session;
import io.millrace.proto.control.v1.UpdateSessionRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the options of {@code shape} and {@code sessions} ask the control plane for. */
class ShapeTest {

    @TempDir
    private Path files;

    private ScriptedControl server;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedControl()
                .on("CreateSession", request -> {
                    CreateSessionRequest create = (CreateSessionRequest) request;
                    String id = create.getSessionId().isEmpty() ? "s2345" : create.getSessionId();
                    return create.getSession().toBuilder()
                            .setName("sessions/" + id)
                            .build();
                })
                .on("UpdateSession", request -> ((UpdateSessionRequest) request).getSession());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--bandwidth 2M                  | 'actions': [{'bandwidth': {'bitRate': 2000000}}]",
                "--profile 3g --per connection   | 'actions': [{'trace': {'profile': '3g', 'scope': 'RATE_SCOPE_CONNECTION'}}]",
                "--latency 300ms --jitter 1s     | 'actions': [{'latency': {'delay': '0.3s', 'jitter': '1s'}}]",
                "--loss 2.5                      | 'actions': [{'loss': {'percent': 2.5}}]",
                "--status 404                    | 'actions': [{'status': {'code': 404}}]",
                "--stall 2s --at 50%             | 'actions': [{'stall': {'at': {'fraction': 0.5}, 'duration': '2s'}}]",
                "--reset --at 64k                | 'actions': [{'reset': {'at': {'bytes': 65536}}}]",
                "--reset                         | 'actions': [{'reset': {}}]",
                "--hang                          | 'actions': [{'hang': {}}]",
                "--truncate --at 10%             | 'actions': [{'truncate': {'at': {'fraction': 0.1}}}]",
                "--corrupt                       | 'actions': [{'corrupt': {}}]",
                "--slice 100                     | 'actions': [{'slice': {'bytes': 100}}]",
                "--slow-close 5s                 | 'actions': [{'slowClose': {'delay': '5s'}}]",
                "--stale 10s                     | 'actions': [{'stalePlaylist': {'age': '10s'}}]",
                "--redirect http://x/{path}      | 'actions': [{'redirect': {'location': 'http://x/{path}'}}]",
                "--response-header Age=60        | 'actions': [{'headers': {'set': {'Age': '60'}}}]",
                "--hang --kind segment --kind part --path /a/** | 'actions': [{'hang': {}}], 'match': {'kinds':"
                        + " ['OBJECT_KIND_SEGMENT', 'OBJECT_KIND_PART'], 'paths': ['/a/**']}",
                "--hang --bit-rate 800k-3M --height 720- --ladder 2 | 'actions': [{'hang': {}}], 'match': {'bitRate':"
                        + " {'first': 800000, 'last': 3000000}, 'height': {'first': 720}, 'ladder': {'first': 2, 'last': 2}}",
                "--hang --segments -9            | 'actions': [{'hang': {}}], 'match': {'number': {'range': {'last': 9}}}",
                "--hang --after 10s --for 5s --every 1m | 'actions': [{'hang': {}}], 'schedule': {'startAfter': '10s',"
                        + " 'duration': '5s', 'repeatEvery': '60s'}",
                "--hang --nth 3 --times 2 --probability 0.5 | 'actions': [{'hang': {}}], 'probability': 0.5, 'schedule':"
                        + " {'everyNth': 3, 'maxRequests': 2}"
            })
    void theOptionsOfOneCommandAreOneRule(String options, String rule) throws Exception {
        List<String> words = new ArrayList<>(List.of("shape", "/live/cam/master.m3u8"));
        words.addAll(List.of(options.split(" ", -1)));

        run(words);

        assertEquals(session("{'rules': [{" + rule + "}]}"), created().getSession());
    }

    @ParameterizedTest
    @CsvSource({
        "/live/cam/a.mpd, '', http://127.0.0.1:8082/shape/s2345/live/cam/a.mpd",
        "/live/a b.mpd?x=1, '', ''",
        "/live/a%20b.mpd?x=1&y=%2F, '', http://127.0.0.1:8082/shape/s2345/live/a%20b.mpd?x=1&y=%2F",
        "https://edge.example/a.m3u8, https://edge.example, http://127.0.0.1:8082/shape/s2345/a.m3u8",
        "http://[::1]:8081/a.m3u8, 'http://[::1]:8081', http://127.0.0.1:8082/shape/s2345/a.m3u8",
        "ftp://edge.example/a.m3u8, '', ''",
        "live/cam/a.mpd, '', ''"
    })
    void whatIsPlayedHasTheStreamsPath(String stream, String origin, String played) {
        Ran ran = Ran.command("shape", stream, "--bandwidth", "2M", "--control", server.uri());

        if (played.isEmpty()) {
            assertTrue(ran.code() != ExitCode.OK && ran.errors().contains("'" + stream + "' is no"), ran::errors);
        } else {
            assertEquals(played, ran.output().strip(), ran::errors);
            assertEquals(origin, created().getSession().getOrigin());
        }
    }

    @Test
    void aFilesRulesComeBeforeThatOfTheOptions() throws Exception {
        Path file = Files.writeString(files.resolve("lab.yaml"), """
                tag: tags/evening
                rules:
                  - match: {kinds: [manifest]}
                    actions: [{latency: {delay: 1s}}]
                """);

        run(List.of(
                "shape", "/a.mpd", "--session", "lab", "-f", file.toString(), "--hang", "--ttl", "2h", "--seed", "7"));

        assertEquals("lab", created().getSessionId());
        assertEquals(
                session(
                        "{'tag': 'tags/evening', 'ttl': '7200s', 'seed': 7, 'rules': [{'match': {'kinds':"
                                + " ['OBJECT_KIND_MANIFEST']}, 'actions': [{'latency': {'delay': '1s'}}]}, {'actions': [{'hang': {}}]}]}"),
                created().getSession());
    }

    @Test
    void onlyWhatIsGivenChanges() {
        run(List.of("sessions", "update", "lab", "--tag", "evening", "--bandwidth", "2M", "--ttl", "1h"));
        run(List.of("sessions", "update", "lab", "--no-rules"));

        List<UpdateSessionRequest> asked = server.asked(UpdateSessionRequest.class);
        assertEquals("sessions/lab", asked.getFirst().getSession().getName());
        assertEquals("tags/evening", asked.getFirst().getSession().getTag());
        assertEquals(
                List.of("tag", "rules", "ttl"), asked.getFirst().getUpdateMask().getPathsList());
        assertEquals(List.of("rules"), asked.getLast().getUpdateMask().getPathsList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "sessions update lab               | nothing is given to change",
                "sessions update lab --no-rules --hang | --no-rules can't be given with rules",
                "shape /a.mpd --kind segment       | options tell which requests, or when, but not what is done to them",
                "shape /a.mpd --jitter 1s          | --jitter goes with --latency",
                "shape /a.mpd --at 5k --loss 1     | --at goes with --stall, --reset, --hang, --truncate or --corrupt",
                "shape /a.mpd --hang --segments a  | 'a' is no range; write 5, 5-9, 5- or -9",
                "shape /a.mpd --hang --bit-rate 3M-x | '3M-x' is no range; write 3M, 800k-3M, 3M- or -800k",
                "shape /a.mpd --hang --at half     | 'half' is no point in a body; write 64k or 50%"
            })
    void optionsThatMakeNoSenseAreTold(String command, String told) {
        Ran ran = Ran.command(command.split(" ", -1));

        assertEquals(ExitCode.USAGE, ran.code());
        assertTrue(ran.errors().contains(told), ran::errors);
    }

    private void run(List<String> words) {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of("--control", server.uri()));
        Ran ran = Ran.command(all.toArray(String[]::new));
        assertEquals(ExitCode.OK, ran.code(), ran::errors);
    }

    private CreateSessionRequest created() {
        return server.asked(CreateSessionRequest.class).getLast();
    }

    private static Session session(String json) throws InvalidProtocolBufferException {
        Session.Builder session = Session.newBuilder();
        JsonFormat.parser().merge(json.replace('\'', '"'), session);
        return session.build();
    }
}
