package io.millrace.standalone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who may be silent, and for how long. */
final class SilenceTest {

    @RegisterExtension
    static final Millrace MILLRACE =
            Millrace.onItsOwn(Map.of("millrace.ingest.idle-timeout", "10s", "millrace.edge.keep-alive", "500ms"));

    private final Http http = new Http();

    @Test
    void aReaderThatWaitsForTheNextChunkIsNotCutOff() throws Exception {
        try (ChunkedPut put = ChunkedPut.open(MILLRACE.ingest("/silence/a.ts"))) {
            put.chunk("before");
            await().until(() ->
                    http.send("HEAD", MILLRACE.edge("/silence/a.ts")).statusCode() == 200);
            try (ChunkedGet get = ChunkedGet.send(MILLRACE.edge("/silence/a.ts"))) {
                assertEquals("before", get.text());
                letTheEdgesKeepAlivePass();
                letTheEdgesKeepAlivePass();

                put.chunk("after");
                assertEquals("after", get.text());
                put.end();
            }
        }
    }

    @Test
    void anEncoderThatFallsSilentInTheMiddleIsTakenForGone() throws Exception {
        try (ChunkedPut put = ChunkedPut.open(MILLRACE.ingest("/silence/b.ts"))) {
            put.chunk("so far");
            await().until(() ->
                    http.send("HEAD", MILLRACE.edge("/silence/b.ts")).statusCode() == 200);
            try (ChunkedGet get = ChunkedGet.send(MILLRACE.edge("/silence/b.ts"))) {
                assertEquals("so far", get.text());
                assertThrows(IOException.class, get::chunk);
                assertThrows(IOException.class, put::answer);
            }
        }
    }

    /** A connection that asks for nothing is closed when it is over. */
    private static void letTheEdgesKeepAlivePass() throws IOException {
        try (ChunkedGet idle = ChunkedGet.send(MILLRACE.edge("/silence/none.ts"))) {
            idle.body();
            assertThrows(IOException.class, idle::chunk);
        }
    }
}
