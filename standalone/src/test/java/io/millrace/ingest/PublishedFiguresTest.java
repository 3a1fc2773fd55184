package io.millrace.ingest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.ingest.figures.LiveFigures;
import io.millrace.proto.control.v1.LiveDirectory;
import io.millrace.proto.control.v1.PublishPolicy;
import io.millrace.proto.control.v1.Publishing;
import io.millrace.standalone.ChunkedPut;
import io.millrace.standalone.Millrace;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an ingest tells of what is published to it. */
final class PublishedFiguresTest {

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    private final Requests http = new Requests(HttpClient.Version.HTTP_1_1);
    private final AtomicLong nanos = new AtomicLong();
    private final LiveFigures figures = new LiveFigures(10, InstantSource.system(), nanos::get);

    @Test
    void anUploadIsToldWhileItIsInProgressAndItsDirectoryForgottenAMinuteLater() throws Exception {
        try (OwnIngest ingest = new OwnIngest(MILLRACE, figures)) {
            assertEquals(204, http.put(ingest.at("/figures/cam/probe.ts"), "").statusCode());
            assertEquals(List.of(), ingest.liveDirectories());
            try (ChunkedPut put = ChunkedPut.open(ingest.at("/figures/cam/a.ts"))) {
                put.chunk("some");
                Publishing told = told(ingest, Publishing::hasLatency);
                assertEquals(1, told.getUploads());
                assertEquals(0, told.getObjects());
                assertEquals(4, told.getBytes());
                assertEquals("a.ts", told.getLastObject());
                nanos.addAndGet(TimeUnit.MINUTES.toNanos(2));
                assertEquals(1, ingest.liveDirectories().size());
                assertEquals(201, put.chunk("more").end());
            }
            Publishing told = told(ingest, publishing -> publishing.getUploads() == 0);
            assertEquals(1, told.getObjects());
            assertEquals(0, told.getAborted());
            assertEquals(8, told.getBytes());
            nanos.addAndGet(TimeUnit.MINUTES.toNanos(1));
            assertEquals(List.of(), ingest.liveDirectories());
        }
    }

    @Test
    void anUploadThatIsCutOffIsToldAsAborted() throws Exception {
        try (OwnIngest ingest = new OwnIngest(MILLRACE, figures)) {
            try (ChunkedPut put = ChunkedPut.open(ingest.at("/figures/cut/a.ts"))) {
                put.chunk("some");
                told(ingest, publishing -> publishing.getUploads() == 1);
            }
            Publishing told = told(ingest, publishing -> publishing.getUploads() == 0);
            assertEquals(1, told.getAborted());
            assertEquals(0, told.getObjects());
        }
    }

    @Test
    void ofAPatchTheBytesOfItsBodyCount() throws Exception {
        try (OwnIngest ingest = new OwnIngest(MILLRACE, figures)) {
            assertEquals(
                    201,
                    http.put(ingest.at("/figures/patch/a.ts"), "0123456789").statusCode());
            assertEquals(204, RawPut.status(ingest.port(), "/figures/patch/a.ts", "Content-Range: bytes 5-5/10"));
            Publishing told = told(ingest, publishing -> publishing.getObjects() == 2);
            assertEquals(11, told.getBytes());
        }
    }

    @Test
    void anIngestTellsItsControlPlane() throws Exception {
        try (ControlledIngest services = new ControlledIngest(MILLRACE, Map.of())) {
            services.control.channel("told", PublishPolicy.newBuilder().setOpen(true));
            services.knows();
            services.ingest.reportTo(services.control.client());
            try (ChunkedPut put = ChunkedPut.open(services.ingest.at("/live/told/a.ts"))) {
                put.chunk("some");
                await().until(() -> services.control.live().stream()
                        .anyMatch(live -> live.getPublishing().getUploads() == 1));
                assertEquals(201, put.end());
            }
            await().until(() -> services.control.live().stream()
                    .anyMatch(live -> live.getPublishing().getObjects() == 1));
            LiveDirectory told = services.control.live().getFirst();
            assertEquals("/live/told/", told.getDirectory());
            assertEquals(0, told.getPublishing().getUploads());
            assertTrue(told.hasStartTime());
        }
    }

    /** Waits until it tells this of its only directory. */
    private static Publishing told(OwnIngest ingest, Predicate<Publishing> expected) {
        return await().until(
                        () -> ingest.liveDirectories().stream()
                                .map(LiveDirectory::getPublishing)
                                .findFirst()
                                .orElse(Publishing.getDefaultInstance()),
                        told -> told.getLastObject().length() > 0 && expected.test(told));
    }
}
