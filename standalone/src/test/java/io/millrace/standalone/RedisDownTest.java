package io.millrace.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A Redis that does not answer for longer than anybody waits. */
final class RedisDownTest {

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onItsOwn(Map.of("millrace.redis.timeout", "1s"));

    private final Http http = new Http();

    @AfterEach
    void redisIsBack() {
        MILLRACE.backing().redisProcess().resume();
        await().until(() ->
                http.put(MILLRACE.ingest("/down/probe.ts"), new byte[] {1}).statusCode() < 300);
    }

    @Test
    void anUploadIsRefusedForAWhileAndMayBeTriedAgain() throws Exception {
        MILLRACE.backing().redisProcess().pause();

        HttpResponse<byte[]> refused = http.put(MILLRACE.ingest("/down/a.ts"), "a".getBytes(UTF_8));

        assertEquals(503, refused.statusCode());
        assertTrue(refused.headers().firstValue("Retry-After").isPresent());
        MILLRACE.backing().redisProcess().resume();
        await().until(() ->
                http.put(MILLRACE.ingest("/down/a.ts"), "a".getBytes(UTF_8)).statusCode() < 300);
        await().until(() -> http.status(MILLRACE.edge("/down/a.ts")) == 200);
    }

    @Test
    void anUploadInProgressIsAbortedVisibly() throws Exception {
        try (ChunkedPut put = ChunkedPut.open(MILLRACE.ingest("/down/b.ts"))) {
            put.chunk("before");
            await().until(() -> http.send("HEAD", MILLRACE.edge("/down/b.ts")).statusCode() == 200);
            try (ChunkedGet get = ChunkedGet.send(MILLRACE.edge("/down/b.ts"))) {
                assertEquals("before", get.text());
                MILLRACE.backing().redisProcess().pause();
                put.chunk("while it is down");

                assertEquals(503, put.answer());

                MILLRACE.backing().redisProcess().resume();
                assertThrows(IOException.class, () -> {
                    while (get.chunk().length > 0) {
                        // what was stored before the end
                    }
                });
            }
        }
    }
}
