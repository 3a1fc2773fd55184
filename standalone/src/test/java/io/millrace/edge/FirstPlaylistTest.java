package io.millrace.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.standalone.ChunkedPut;
import io.millrace.standalone.Millrace;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A playlist under a name that is new. */
final class FirstPlaylistTest {

    private static final int PLAYLISTS = 50;

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    private final Asking asking = new Asking();

    @Test
    void isThereForWhoAsksAfterItsPutWasAnsweredThoughItsTailMayBeBehind() throws Exception {
        try (OwnEdge edge = new OwnEdge(MILLRACE, Map.of("hold", "0s"))) {
            for (int i = 0; i < PLAYLISTS; i++) {
                String path = "/first/" + i + ".m3u8";
                URI asked = edge.at(path);
                try (ChunkedPut put = ChunkedPut.open(MILLRACE.ingest(path))) {
                    put.chunk("#EXTM3U\n");
                    await().until(() -> asking.get(asked).statusCode() == 404 && edge.tails() == 1);
                    assertEquals(201, put.end());
                    assertEquals(200, asking.get(asked).statusCode(), "playlist " + i);
                    await().until(() -> edge.tails() == 0);
                }
            }
        }
    }
}
