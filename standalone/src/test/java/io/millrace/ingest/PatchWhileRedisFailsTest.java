package io.millrace.ingest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.chunklog.ObjectPath;
import io.millrace.chunklog.ObjectState;
import io.millrace.standalone.Millrace;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Uploads of a part of an object while Redis stands still: refused in time, and the object stays as it was. */
final class PatchWhileRedisFailsTest {

    private static final AtomicInteger NAMES = new AtomicInteger();

    @RegisterExtension
    static final Millrace MILLRACE =
            Millrace.onItsOwn(Map.of("millrace.redis.timeout", "500ms", "millrace.retention.lease", "10m"));

    private final Requests http = new Requests(HttpClient.Version.HTTP_1_1);
    private final ObjectPath path = new ObjectPath("/stands-still/", NAMES.incrementAndGet() + ".ts");
    private OwnIngest own;
    private URI ingest;

    @BeforeEach
    void tenBytesAreThere() throws Exception {
        own = new OwnIngest(MILLRACE, Map.of());
        ingest = own.at(path.toString());
        assertEquals(201, http.put(ingest, "0123456789").statusCode());
    }

    @AfterEach
    void redisGoesOn() {
        MILLRACE.backing().redisProcess().resume();
        own.close();
    }

    @Test
    void aPatchThatCantBePlannedIsToldToComeBack() throws Exception {
        MILLRACE.backing().redisProcess().pause();
        assertEquals(503, http.put(ingest, "ab", "Range", "bytes=4-5").statusCode());
        theObjectIsAsItWas();
    }

    @Test
    void aPatchWhoseBaseCantBeReadIsToldToComeBack() throws Exception {
        try (ChunkedPatch patch = ChunkedPatch.open(ingest, "bytes=4-5")) {
            await().until(() -> own.openUploads() == 1);
            MILLRACE.backing().redisProcess().pause();
            assertEquals(503, patch.chunk("ab").end());
        }
        theObjectIsAsItWas();
    }

    @Test
    void aPatchThatCantBeStoredIsToldToComeBack() throws Exception {
        try (ChunkedPatch patch = ChunkedPatch.open(ingest, "bytes=4-5")) {
            patch.chunk("a");
            await().until(() -> state().open().isPresent());
            MILLRACE.backing().redisProcess().pause();
            assertEquals(503, patch.chunk("b").end());
        }
        theObjectIsAsItWas();
    }

    private void theObjectIsAsItWas() throws Exception {
        MILLRACE.backing().redisProcess().resume();
        await().until(() -> own.openUploads() == 0 && own.inFlightBytes() == 0);
        await().until(() -> state().open().isEmpty());
        assertEquals(10, state().complete().orElseThrow().length());
        assertEquals(204, http.put(ingest, "ab", "Range", "bytes=9-10").statusCode());
        assertEquals(11, state().complete().orElseThrow().length());
    }

    private ObjectState state() throws Exception {
        return MILLRACE.chunkLog().find(path).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
