package io.millrace.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.conformance.Services;
import io.millrace.standalone.Millrace;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code millrace doctor} where nothing is in the way. */
class DoctorTest {

    private static final String ENCODER = "Basic ZW5jb2RlcjplbmNvZGVyLXNlY3JldA==";

    @RegisterExtension
    private static final Millrace MILLRACE = Millrace.onOneRedis();

    private static Services services;

    @BeforeAll
    static void start() throws Exception {
        services = Services.over(MILLRACE.backing());
    }

    @AfterAll
    static void stop() throws Exception {
        services.close();
    }

    @RepeatedTest(3)
    void itFindsNothing() {
        Doctor.looks(MILLRACE.ingest("/doctor/"), MILLRACE.edge("/doctor/")).findsNothing();
    }

    @Test
    void itFindsNothingOverHttp2() {
        Doctor doctor = Doctor.looks(MILLRACE.ingest("/doctor/"), MILLRACE.edge("/doctor/"), "--http2");
        doctor.findsNothing();
        assertEquals(
                List.of("HTTP/2"),
                doctor.report().getJsonObject("wayOut").getJsonArray("versions").getList());
    }

    @Test
    void itFindsNothingOverTls() {
        Services.Pair pair = services.with(Map.of());
        Doctor.looks(
                        URI.create("https://localhost:" + pair.ingestTls() + "/doctor/"),
                        URI.create("https://localhost:" + pair.edgeTls() + "/doctor/"),
                        "--ca",
                        services.files().resolve("ca.pem").toString())
                .findsNothing();
    }

    @Test
    void itFindsNothingOnABusyMachine() throws Exception {
        AtomicBoolean busy = new AtomicBoolean(true);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 3 * Runtime.getRuntime().availableProcessors(); i++) {
            threads.add(Thread.ofPlatform().daemon().name("busy").start(() -> {
                while (busy.get()) {
                    Thread.onSpinWait();
                }
            }));
        }
        try {
            Doctor.looks(MILLRACE.ingest("/doctor/"), MILLRACE.edge("/doctor/")).findsNothing();
        } finally {
            busy.set(false);
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    @Test
    void whoMayNotPublishIsToldSo() {
        Services.Pair pair = services.with(Map.of("millrace.ingest.rules", "{files}/access.json"));
        URI ingest = Millrace.at(pair.ingest(), "/conformance/doctor/");
        URI edge = Millrace.at(pair.edge(), "/conformance/doctor/");
        Doctor.looks(ingest, edge).givesUp(5, "credentials are needed: --user, --token or --cert");
        Doctor.looks(ingest, edge, "--user", "encoder:encoder-secret").findsNothing();
    }

    @Test
    void whoMayNotReadIsToldSo() {
        Services.Pair pair = services.with(Map.of("millrace.edge.rules", "{files}/access.json"));
        URI ingest = Millrace.at(pair.ingest(), "/closed/doctor/");
        URI edge = Millrace.at(pair.edge(), "/closed/doctor/");
        Doctor.looks(ingest, edge).givesUp(5, "reading needs --playback-token, or a --reader-header");
        Doctor.looks(ingest, edge, "--reader-header", "Authorization: " + ENCODER)
                .findsNothing();
    }

    @Test
    void anEdgeThatCannotBeReachedIsToldAsSuch() {
        Doctor.looks(MILLRACE.ingest("/doctor/"), URI.create("http://127.0.0.1:1/doctor/"))
                .givesUp(6, "what is at EDGE_URL can't be reached");
        Doctor.looks(URI.create("http://127.0.0.1:1/doctor/"), MILLRACE.edge("/doctor/"))
                .givesUp(6, "what is at INGEST_URL can't be reached");
    }

    @Test
    void anotherPathAtTheEdgeIsToldAsSuch() {
        Doctor.looks(MILLRACE.ingest("/doctor/"), MILLRACE.edge("/elsewhere/"))
                .givesUp(3, "INGEST_URL and EDGE_URL have to lead to the same path of one Millrace");
    }

    @Test
    void anUploadLargerThanTheIngestTakesIsMillracesOwnRefusal() {
        Services.Pair pair = services.with(Map.of("millrace.ingest.object-bytes", "1000000"));
        Doctor doctor = Doctor.looks(Millrace.at(pair.ingest(), "/doctor/"), Millrace.at(pair.edge(), "/doctor/"));
        doctor.finds("body-limit");
        assertEquals(Set.of("expect"), doctor.with("untested"), doctor::toString);
        assertEquals(
                "a body of 2,097,152 bytes is refused by Millrace itself",
                doctor.evidence("body-limit").split(":", -1)[0]);
    }
}
