package io.millrace.ingest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.chunklog.InvalidSettingException;
import io.millrace.chunklog.ObjectPath;
import io.millrace.chunklog.ObjectState;
import io.millrace.standalone.ChunkedPut;
import io.millrace.standalone.Millrace;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** An ingest with small limits. */
final class IngestLimitsTest {

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    private final Requests http = new Requests(HttpClient.Version.HTTP_1_1);

    @Test
    void anObjectThatSaysItIsTooLongIsRefusedBeforeItComes() throws Exception {
        try (OwnIngest ingest = new OwnIngest(MILLRACE, Map.of("object-bytes", "10"))) {
            assertEquals(
                    201, http.put(ingest.at("/limits/ten.ts"), new byte[10]).statusCode());
            assertEquals(
                    413, http.put(ingest.at("/limits/eleven.ts"), new byte[11]).statusCode());
            assertTrue(state("/limits/eleven.ts").absent());
        }
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void anObjectThatTurnsOutTooLongIsRefusedAndTheOlderOneStays(HttpClient.Version version) throws Exception {
        String path = "/limits/" + version + ".ts";
        try (OwnIngest ingest = new OwnIngest(MILLRACE, Map.of("object-bytes", "10"))) {
            http.put(ingest.at(path), "older");
            assertEquals(
                    413,
                    new Requests(version)
                            .putStream(ingest.at(path), new ByteArrayInputStream(new byte[11]))
                            .statusCode());
            await().until(() -> ingest.openUploads() == 0);
        }
        assertEquals(5, state(path).complete().orElseThrow().length());
    }

    @ParameterizedTest
    @CsvSource({"uploads, 503", "uploads-per-client, 429"})
    void pastTheMostUploadsAtOnceAnotherIsToldToComeBack(String limit, int status) throws Exception {
        try (OwnIngest ingest = new OwnIngest(MILLRACE, Map.of(limit, "1"));
                ChunkedPut first = ChunkedPut.open(ingest.at("/limits/" + limit + ".ts"))) {
            first.chunk("some");
            await().until(() -> ingest.openUploads() == 1);
            HttpResponse<String> refused = http.put(ingest.at("/limits/second.ts"), "x");
            assertEquals(status, refused.statusCode());
            assertEquals("1", refused.headers().firstValue("Retry-After").orElse(""));
            assertEquals(201, first.end());
            await().until(() -> ingest.openUploads() == 0);
            assertEquals(
                    201,
                    http.put(ingest.at("/limits/after-" + limit + ".ts"), "x").statusCode());
        }
    }

    @Test
    void anUploadThatIsCutOffOrFailsGivesItsPlaceBack() throws Exception {
        try (OwnIngest ingest = new OwnIngest(MILLRACE, Map.of("uploads", "1"))) {
            try (ChunkedPut cutOff = ChunkedPut.open(ingest.at("/limits/cut-off.ts"))) {
                cutOff.chunk("some");
                await().until(() -> ingest.openUploads() == 1);
            }
            await().until(() -> ingest.openUploads() == 0);
            assertEquals(204, http.put(ingest.at("/limits/probe.ts"), "").statusCode());
            assertEquals(0, ingest.openUploads());
        }
    }

    @Test
    void withHardlyAnyRoomForAllUploadsEachStillCompletes() throws Exception {
        byte[] body = new byte[3 << 20];
        try (OwnIngest ingest =
                new OwnIngest(MILLRACE, Map.of("in-flight-bytes", "65536", "max-chunk-bytes", "65536"))) {
            assertEquals(201, http.put(ingest.at("/limits/squeezed.ts"), body).statusCode());
            await().until(() -> ingest.inFlightBytes() == 0);
        }
        assertEquals(
                body.length,
                state("/limits/squeezed.ts").complete().orElseThrow().length());
    }

    @ParameterizedTest
    @CsvSource({
        "object-bytes, MILLRACE_INGEST_OBJECT_BYTES",
        "uploads, MILLRACE_INGEST_UPLOADS",
        "uploads-per-client, MILLRACE_INGEST_UPLOADS_PER_CLIENT",
        "in-flight-bytes, MILLRACE_INGEST_IN_FLIGHT_BYTES",
        "window-bytes, MILLRACE_INGEST_WINDOW_BYTES",
        "max-chunk-bytes, MILLRACE_INGEST_MAX_CHUNK_BYTES"
    })
    void aLimitThatMakesNoSenseStopsTheStart(String setting, String name) {
        InvalidSettingException refused = assertThrows(
                InvalidSettingException.class, () -> new OwnIngest(MILLRACE, Map.of(setting, "-1")).close());
        assertTrue(refused.getMessage().startsWith(name + " is -1: "), refused.getMessage());
    }

    private static ObjectState state(String path) throws Exception {
        return MILLRACE.chunkLog()
                .find(ObjectPath.parse(path))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }
}
