package io.millrace.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.standalone.ChunkedPut;
import io.millrace.standalone.Millrace;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An edge with channels that is open where there is none. */
final class OpenPathsTest {

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    private final SaidChannels channels = new SaidChannels();
    private final Asking asking = new Asking();
    private final OwnEdge edge = new OwnEdge(MILLRACE, Map.of("open", "true", "listing", "true"), channels);
    private final String directory;

    OpenPathsTest(TestInfo test) {
        directory = "/open/" + test.getTestMethod().orElseThrow().getName() + "/";
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    @Test
    void whatNoChannelHasIsReadAndWhatOneHasIsItsToSay() throws Exception {
        asking.put(MILLRACE.ingest(directory + "a.ts"), "segment");
        assertEquals(200, status("a.ts"));
        channels.signed("c", directory);
        assertEquals(401, status("a.ts"));
        channels.remove("channels/c");
        assertEquals(200, status("a.ts"));
    }

    @Test
    void beforeTheFirstViewNothingIsOpen() throws Exception {
        try (OwnEdge untold = new OwnEdge(MILLRACE, Map.of("open", "true"), listener -> () -> {})) {
            assertEquals(503, asking.get(untold.at(directory + "a.ts")).statusCode());
        }
    }

    @Test
    void aListingLeavesOutOnlyWhatChannelsKeep() throws Exception {
        asking.put(MILLRACE.ingest(directory + "nobodys/a.ts"), "segment");
        asking.put(MILLRACE.ingest(directory + "kept/a.ts"), "segment");
        channels.signed("c", directory + "kept/");

        String listing = new String(asking.get(edge.at(directory)).body(), StandardCharsets.UTF_8);

        assertTrue(listing.contains("nobodys/"), listing);
        assertFalse(listing.contains("kept/"), listing);
    }

    @Test
    void readersInTheOpenAreCutOffWhenTheirPathBecomesAChannels() throws Exception {
        try (Player player = new Player(HttpVersion.HTTP_1_1, edge.at("/"));
                ChunkedPut put =
                        ChunkedPut.open(MILLRACE.ingest(directory + "live.ts")).chunk("one")) {
            await().until(() ->
                    player.send(HttpMethod.HEAD, directory + "live.ts").status() == 200);
            BlockingQueue<Object> heard = player.listen(directory + "live.ts");
            assertEquals("one", Player.next(heard));

            channels.channel("other", "/open/elsewhere/", says -> says);
            put.chunk("two");
            assertEquals("two", Player.next(heard));
            channels.signed("c", directory);

            assertInstanceOf(Throwable.class, Player.next(heard));
        }
    }

    private int status(String name) throws Exception {
        return asking.get(edge.at(directory + name)).statusCode();
    }
}
