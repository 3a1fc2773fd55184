package io.millrace.standalone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The ingest, the edge and the shaper as packaged: each a process of its own, over one Redis and one Kafka. */
class ServiceProcessesIT {

    private static Backing backing;

    private final Http http = new Http();

    @BeforeAll
    static void startBacking() {
        backing = Backing.single();
    }

    @AfterAll
    static void stopBacking() {
        backing.close();
    }

    @Test
    void whatOneProcessTakesInTheOtherServes() throws Exception {
        int ingestPort = FreePorts.pick();
        int edgePort = FreePorts.pickOtherThan(ingestPort);
        byte[] body = "every byte".getBytes(StandardCharsets.UTF_8);
        try (Program ingest = ServiceProcess.start(backing, "ingest", ingestPort);
                Program edge = ServiceProcess.start(backing, "edge", edgePort)) {
            ServiceProcess.awaitListening(ingest, ingestPort);
            ServiceProcess.awaitListening(edge, edgePort);
            URI target = Millrace.at(ingestPort, "/files/object");
            assertEquals(201, http.put(target, body).statusCode());
            assertArrayEquals(
                    body, http.get(Millrace.at(edgePort, "/files/object")).body());
        }
    }

    @Test
    void anUploadMayEndBeforeTheIngestStops() throws Exception {
        int port = FreePorts.pick();
        try (Program ingest = ServiceProcess.start(backing, "ingest", port)) {
            ServiceProcess.awaitListening(ingest, port);
            try (ChunkedPut put = ChunkedPut.open(Millrace.at(port, "/live/last"), "Expect: 100-continue")) {
                // It has begun, and its connection is not one without a request.
                assertEquals(100, put.answer());
                put.chunk("the beginning, ");
                ingest.signal("TERM");
                // It takes no further connection when it has begun to stop.
                await().until(() -> http.status(Millrace.at(port, "/")) == -1);
                put.chunk("the end");
                assertEquals(201, put.end());
            }
            int _ = ingest.exitCode();
            assertEquals("", ingest.errors());
        }
    }

    @Test
    void aResponseMayEndBeforeTheEdgeStops() throws Exception {
        int ingestPort = FreePorts.pick();
        int edgePort = FreePorts.pickOtherThan(ingestPort);
        try (Program ingest = ServiceProcess.start(backing, "ingest", ingestPort);
                Program edge = ServiceProcess.start(backing, "edge", edgePort)) {
            ServiceProcess.awaitListening(ingest, ingestPort);
            ServiceProcess.awaitListening(edge, edgePort);
            try (ChunkedPut put = ChunkedPut.open(Millrace.at(ingestPort, "/live/read"))
                            .chunk("the beginning, ");
                    ChunkedGet get = GrowingObject.get(Millrace.at(edgePort, "/live/read"))) {
                assertEquals("the beginning, ", get.text());
                edge.signal("TERM");
                await().until(() -> http.status(Millrace.at(edgePort, "/")) == -1);
                put.chunk("the end");
                assertEquals(201, put.end());
                assertEquals("the end", get.text());
                assertEquals("", get.text());
            }
            int _ = edge.exitCode();
            assertEquals("", edge.errors());
        }
    }

    @Test
    void aResponseMayEndBeforeTheShaperStops() throws Exception {
        int ingestPort = FreePorts.pick();
        int edgePort = FreePorts.pickOtherThan(ingestPort);
        int shaperPort = FreePorts.pickOtherThan(edgePort);
        Map<String, String> settings =
                Map.of("MILLRACE_SHAPER_EDGE", Millrace.at(edgePort, "/").toString(), "MILLRACE_SHAPER_OPEN", "true");
        try (Program ingest = ServiceProcess.start(backing, "ingest", ingestPort);
                Program edge = ServiceProcess.start(backing, "edge", edgePort);
                Program shaper = ServiceProcess.start(backing, "shaper", shaperPort, settings)) {
            ServiceProcess.awaitListening(ingest, ingestPort);
            ServiceProcess.awaitListening(edge, edgePort);
            ServiceProcess.awaitListening(shaper, shaperPort);
            String session = http.get(Millrace.at(shaperPort, "/shape/new/live/shaped"))
                    .headers()
                    .firstValue("location")
                    .orElseThrow();
            try (ChunkedPut put = ChunkedPut.open(Millrace.at(ingestPort, "/live/shaped"))
                            .chunk("the beginning, ");
                    ChunkedGet get = GrowingObject.get(Millrace.at(shaperPort, session))) {
                assertEquals("the beginning, ", get.text());
                shaper.signal("TERM");
                await().until(() -> http.status(Millrace.at(shaperPort, "/")) == -1);
                put.chunk("the end");
                assertEquals(201, put.end());
                assertEquals("the end", get.text());
                assertEquals("", get.text());
            }
            int _ = shaper.exitCode();
            assertEquals("", shaper.errors());
        }
    }
}
