package io.millrace.standalone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Duration;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.LatencySummary;
import io.millrace.proto.control.v1.LiveDirectory;
import io.millrace.proto.control.v1.UpdateChannelRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees and can do who runs {@code ./millrace up}. */
class UpCommandIT {

    /** Reports come every five seconds. */
    private static final long LIVE_SECONDS = 60;

    private static final Pattern STEP = Pattern.compile("millrace: +\\d+\\.\\d s  (\\w+) .*");

    @TempDir
    private static Path temporary;

    private static UpCommand command;
    private static Management management;
    private static Program up;

    private final Http http = new Http();

    @BeforeAll
    static void start() throws Exception {
        command = new UpCommand(temporary);
        up = command.startAndAwaitReady();
        management = new Management(command.management(""));
    }

    @AfterAll
    static void stop() {
        up.close();
    }

    @Test
    void everyStepIsOneLine() {
        List<String> steps = up.output()
                .lines()
                .takeWhile(line -> !line.startsWith("millrace: ready"))
                .map(STEP::matcher)
                .map(line -> line.matches() ? line.group(1) : line.toString())
                .sorted()
                .toList();
        assertEquals(List.of("Kafka", "Redis", "control", "edge", "ingest", "management", "shaper"), steps);
        assertEquals("", up.errors());
    }

    @Test
    void whatIsPutIsGot() throws Exception {
        byte[] body = "every byte".getBytes(StandardCharsets.UTF_8);
        assertEquals(201, http.put(command.ingest("/files/bytes"), body).statusCode());
        assertArrayEquals(body, http.get(command.edge("/files/bytes")).body());
    }

    @Test
    void theCurlCommandsThatItPrintsCanBePasted(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("movie.mp4"), "a movie");
        String commands = String.join(
                " --fail --silent --show-error\n",
                up.output().lines().filter(line -> line.contains("curl ")).toList());
        ProcessBuilder shell = new ProcessBuilder("/bin/sh", "-ec", commands).directory(directory.toFile());
        try (Program pasted = Program.start(shell)) {
            assertEquals(0, pasted.exitCode(), pasted::toString);
        }
        assertEquals("a movie", Files.readString(directory.resolve("copy.mp4")));
    }

    @Test
    void theCommandThatItPrintsForALiveStreamPushesToItsIngest() {
        assertTrue(up.output().contains(" -method PUT -http_persistent 1 " + command.ingest("/live/ch1/manifest.mpd")));
        assertTrue(up.output().contains("ffplay -hide_banner " + command.edge("/live/ch1/manifest.mpd")));
    }

    @Test
    void itsShaperPlaysWhatItsEdgeHas() throws Exception {
        byte[] body = "every byte".getBytes(StandardCharsets.UTF_8);
        assertEquals(201, http.put(command.ingest("/files/shaped"), body).statusCode());
        HttpResponse<byte[]> made = http.get(command.shaper("/shape/new/files/shaped?latency=1ms"));
        assertEquals(307, made.statusCode());
        String session = made.headers().firstValue("location").orElseThrow();
        assertArrayEquals(body, http.get(command.shaper(session)).body());
    }

    @Test
    void theIngestAndTheEdgeFollowItsControlPlane() throws Exception {
        try (Operator operator = Operator.at(command.control())) {
            long revision = operator.openChannel("made").getRevision();

            await().until(() -> follows(revision));
            assertEquals(
                    201, http.put(command.ingest("/made/object"), new byte[1]).statusCode());
            assertEquals(200, http.status(command.edge("/made/object")));
            assertEquals("", up.errors());
        }
    }

    @Test
    void itsEdgeTellsItsVersion() throws Exception {
        try (Operator operator = Operator.at(command.control())) {
            await().until(() -> operator.edges().size() == 1);
            String version = operator.edges().getFirst().getVersion();
            assertTrue(version.matches("\\d+\\.\\d+.*"), version);
        }
    }

    @Test
    void aDisabledChannelIsClosedAndPathsOfNoChannelStayOpen() throws Exception {
        byte[] body = new byte[1];
        try (Operator operator = Operator.at(command.control())) {
            Channel channel = operator.openChannel("off");
            await().until(() -> follows(channel.getRevision()));
            assertEquals(201, http.put(command.ingest("/off/object"), body).statusCode());
            assertEquals(200, http.status(command.edge("/off/object")));

            Channel disabled = operator.channels()
                    .updateChannel(UpdateChannelRequest.newBuilder()
                            .setChannel(channel.toBuilder().setDisabled(true))
                            .build());

            await().until(() -> follows(disabled.getRevision()));
            assertEquals(403, http.put(command.ingest("/off/another"), body).statusCode());
            assertEquals(403, http.status(command.edge("/off/object")));
            assertEquals(403, http.status(command.edge("/off/never-there")));
            assertEquals(201, http.put(command.ingest("/offside/object"), body).statusCode());
            assertEquals(200, http.status(command.edge("/offside/object")));
        }
    }

    @Test
    void whatIsLiveIsToldWithHowSoonItIsStoredAndHandedToAReaderAtTheLiveEnd() throws Exception {
        String directory = "/watched/";
        try (Operator operator = Operator.at(command.control());
                ChunkedPut put =
                        ChunkedPut.open(command.ingest(directory + "a.ts")).chunk("first");
                ChunkedGet get = GrowingObject.get(command.edge(directory + "a.ts"))) {
            assertEquals("first", get.text());
            await().atMost(LIVE_SECONDS, TimeUnit.SECONDS).untilAsserted(() -> {
                put.chunk("next");
                assertEquals("next", get.text());
                List<LiveDirectory> live = operator.live(directory);
                assertEquals(1, live.size());
                assertTrue(told(live.getFirst().getPublishing().getLatency()), live::toString);
                assertTrue(told(live.getFirst().getReading().getLatency()), live::toString);
                assertEquals(1, live.getFirst().getReading().getReaders());
            });
        }
    }

    /** Nothing takes no time at all. */
    private static boolean told(LatencySummary latency) {
        return nanos(latency.getP50()) > 0
                && nanos(latency.getP50()) <= nanos(latency.getP99())
                && nanos(latency.getP99()) <= nanos(latency.getMax());
    }

    private static long nanos(Duration told) {
        return TimeUnit.SECONDS.toNanos(told.getSeconds()) + told.getNanos();
    }

    @Test
    void itsHealthIsThatOfAllServices() {
        assertTrue(management.ready());
        for (String service : List.of("control", "ingest", "edge", "shaper")) {
            assertTrue(management.health().contains("\"" + service + "\": \"listening\""), management::health);
        }
    }

    private static boolean follows(long revision) {
        return management.metric("millrace_ingest_control_revision") >= revision
                && management.metric("millrace_edge_control_revision") >= revision;
    }
}
