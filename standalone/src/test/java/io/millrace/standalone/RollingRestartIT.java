package io.millrace.standalone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A new release of ingest and edge while a live stream goes through them: replicas behind a balancer are replaced one
 * after the other, and neither the encoder nor a player notices.
 */
@EnabledOnOs(OS.LINUX)
class RollingRestartIT {

    private static final int REPLICAS = 2;
    private static final int STOPPED_BY_A_SIGNAL = 255;
    private static final long LIMIT_SECONDS = 60;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final String DASH = "f=dash:ldash=1:streaming=1:use_template=1:use_timeline=0:write_prft=0"
            + ":seg_duration=1:frag_type=duration:frag_duration=0.2:window_size=0:remove_at_exit=0";
    // Without persistent connections: over one of these FFmpeg does not notice that its server has asked it to go, and
    // loses the
    // segment that it sends next.
    private static final String HLS = "f=hls:hls_segment_type=fmp4:hls_time=1:hls_list_size=0";

    @TempDir
    private Path directory;

    private final Http http = new Http();
    private final AtomicBoolean streamEnds = new AtomicBoolean();
    private Backing backing;
    private HaProxy balancer;
    private Deployment ingests;
    private Deployment edges;

    @BeforeEach
    void start() throws IOException {
        backing = Backing.single();
        List<HaProxy.Place> forIngests = places();
        List<HaProxy.Place> forEdges = places();
        balancer = HaProxy.start(directory, Map.of("ingest", forIngests, "edge", forEdges));
        ingests = new Deployment(backing, "ingest", forIngests).scaleTo(REPLICAS, balancer);
        edges = new Deployment(backing, "edge", forEdges).scaleTo(REPLICAS, balancer);
    }

    @AfterEach
    void stop() {
        edges.close();
        ingests.close();
        balancer.close();
        backing.close();
    }

    @Test
    void aLiveStreamLosesNothingAndItsReadersNoticeNothing() throws Exception {
        Path dash = Files.createDirectory(directory.resolve("dash"));
        Path hls = Files.createDirectory(directory.resolve("hls"));
        try (Program encoder = Ffmpeg.tee(
                "[" + DASH + ":method=PUT:http_persistent=0]" + ingest("dash/main.mpd"),
                "[" + DASH + "]" + dash.resolve("main.mpd"),
                "[" + HLS + ":method=PUT:http_persistent=0]" + ingest("hls/main.m3u8"),
                "[" + HLS + "]" + hls.resolve("main.m3u8"))) {
            awaitThere("dash/main.mpd");
            awaitThere("hls/main.m3u8");
            CompletableFuture<Map<String, byte[]>> numbered =
                    CompletableFuture.supplyAsync(() -> readByNumbers("dash/chunk-stream0-%05d.m4s"));
            CompletableFuture<Map<String, byte[]>> listed =
                    CompletableFuture.supplyAsync(() -> readByPlaylist("hls/main.m3u8"));
            ingests.roll(balancer);
            edges.roll(balancer);
            assertTrue(encoder.running(), encoder::toString);
            encoder.signal("INT");
            assertEquals(STOPPED_BY_A_SIGNAL, encoder.exitCode(), encoder::toString);
            streamEnds.set(true);
            assertSame(dash, "chunk-stream0-", numbered.get(LIMIT_SECONDS, TimeUnit.SECONDS));
            assertSame(hls, "main", listed.get(LIMIT_SECONDS, TimeUnit.SECONDS));
        }
    }

    /** What was written beside the push is at the edge byte for byte; so is what was read meanwhile. */
    private void assertSame(Path written, String segments, Map<String, byte[]> read) throws Exception {
        List<Path> files;
        try (Stream<Path> all = Files.list(written)) {
            files = all.filter(file -> !file.toString().matches(".*\\.(mpd|m3u8)"))
                    .toList();
        }
        int compared = 0;
        for (Path file : files) {
            String name = written.getFileName() + "/" + file.getFileName();
            byte[] bytes = Files.readAllBytes(file);
            assertArrayEquals(bytes, http.get(edge(name)).body(), name);
            if (file.getFileName().toString().startsWith(segments)) {
                assertNotNull(read.get(name), name);
                assertArrayEquals(bytes, read.get(name), name);
                compared++;
            }
        }
        assertEquals(compared, read.size());
        assertTrue(compared > 10, () -> files.toString());
    }

    /** As a player of DASH with a template: each segment is asked for before it is there, and read while it is written. */
    private Map<String, byte[]> readByNumbers(String template) {
        Map<String, byte[]> read = new HashMap<>();
        try (KeptReader reader = new KeptReader()) {
            while (true) {
                String name = template.formatted(read.size() + 1);
                byte[] body = reader.get(edge(name));
                if (reader.status() == 404 && streamEnds.get()) {
                    return read;
                }
                assertEquals(200, reader.status(), name);
                read.put(name, body);
            }
        } catch (IOException e) {
            throw new CompletionException("behind " + read.size() + " segments", e);
        }
    }

    /** As a player of HLS: the playlist is read again and again, and each segment of it once. */
    private Map<String, byte[]> readByPlaylist(String playlist) {
        Map<String, byte[]> read = new HashMap<>();
        try (KeptReader reader = new KeptReader()) {
            while (true) {
                String lines = new String(got(reader, playlist), StandardCharsets.UTF_8);
                for (String line :
                        lines.lines().filter(line -> line.startsWith("main")).toList()) {
                    String name = "hls/" + line;
                    if (!read.containsKey(name)) {
                        read.put(name, got(reader, name));
                    }
                }
                if (lines.contains("#EXT-X-ENDLIST")) {
                    return read;
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
        } catch (IOException e) {
            throw new CompletionException("behind " + read.size() + " segments", e);
        }
    }

    private byte[] got(KeptReader reader, String name) throws IOException {
        byte[] body = reader.get(edge(name));
        assertEquals(200, reader.status(), name);
        return body;
    }

    private void awaitThere(String name) {
        await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS).until(() -> http.status(edge(name)) == 200);
    }

    private URI ingest(String name) {
        return balancer.at("ingest", "/live/" + name);
    }

    private URI edge(String name) {
        return balancer.at("edge", "/live/" + name);
    }

    /** One more than there are replicas, for the newest. */
    private static List<HaProxy.Place> places() {
        return Stream.generate(HaProxy.Place::free).limit(REPLICAS + 1).toList();
    }
}
