package io.millrace.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A Kafka that is killed, and comes back. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class KafkaDownTest {

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onItsOwn(Map.of());

    private final Http http = new Http();

    @Test
    @Order(1)
    void uploadsAndReadsGoOnAndAReplacedPlaylistIsSeen() throws Exception {
        put("/kafka/list.m3u8", "with Kafka");
        await().until(() -> get("/kafka/list.m3u8").equals("with Kafka"));
        await().until(() -> held("/kafka/announced.m4s")); // the edge has heard that the directory is live
        MILLRACE.backing().kafkaProcess().kill();

        put("/kafka/list.m3u8", "without Kafka");
        try (ChunkedPut live = ChunkedPut.open(MILLRACE.ingest("/kafka/seg.m4s"))) {
            live.chunk("first");
            await().until(() ->
                    http.send("HEAD", MILLRACE.edge("/kafka/seg.m4s")).statusCode() == 200);
            try (ChunkedGet get = ChunkedGet.send(MILLRACE.edge("/kafka/seg.m4s"))) {
                assertEquals("first", get.text());
                live.chunk("second");
                assertEquals("second", get.text());
                assertEquals(201, live.end());
                assertEquals(0, get.chunk().length);
            }
        }

        await().until(() -> get("/kafka/list.m3u8").equals("without Kafka"));
    }

    @Test
    @Order(2)
    void aRequestThatCameEarlyIsAnsweredWhenItsUploadBegins() throws Exception {
        assertTrue(held("/kafka/early.m4s"));
    }

    @Test
    @Order(3)
    void announcementsAreHeardAgainWhenItIsBack() throws Exception {
        MILLRACE.backing().restartKafka();
        await().until(MILLRACE::announcementsAreHeard);

        await().until(() -> {
            // Requests are held where uploads are announced: in another directory than those that were live before.
            put("/kafka2/seg1.m4s", "1");
            return held("/kafka2/next.m4s");
        });
    }

    /** Whether a request that comes before its object's upload gets the object. */
    private boolean held(String path) throws Exception {
        http.send("DELETE", MILLRACE.ingest(path));
        try (ChunkedGet get = ChunkedGet.send(MILLRACE.edge(path), "Prefer: wait=10")) {
            await().until(() -> MILLRACE.heldRequests() > 0 || get.answered());
            put(path, "next");
            return get.status() == 200 && new String(get.body(), UTF_8).equals("next");
        }
    }

    private void put(String path, String body) throws Exception {
        int status = http.put(MILLRACE.ingest(path), body.getBytes(UTF_8)).statusCode();
        assertEquals(2, status / 100);
    }

    private String get(String path) throws Exception {
        return new String(http.get(MILLRACE.edge(path)).body(), UTF_8);
    }
}
