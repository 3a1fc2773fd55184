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
    private static final String SEGMENTS = "chunk-stream0-";
    private static final String FIRST = SEGMENTS + "00001.m4s";
    private static final String PLAYLIST = "media_0.m3u8";
    private static final int LEAST_SEGMENTS = 10;
    private static final int STOPPED_BY_A_SIGNAL = 255;
    private static final long LIMIT_SECONDS = 60;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final String DASH = "f=dash:ldash=1:streaming=1:use_template=1:use_timeline=0:write_prft=0"
            + ":seg_duration=1:frag_type=duration:frag_duration=0.2:window_size=0:remove_at_exit=0:hls_playlist=1";
    /** Replicas by their connections, as a Service has them. */
    private static final String INGEST = "ingest";

    private static final String EDGE = "edge";
    /** Ingests by requests, as a gateway has them. */
    private static final String GATEWAY = "gateway";

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
        balancer = HaProxy.start(
                directory,
                Map.of(
                        INGEST, new HaProxy.Entrance("tcp", forIngests),
                        GATEWAY, new HaProxy.Entrance("http", forIngests),
                        EDGE, new HaProxy.Entrance("tcp", forEdges)));
        balancer.awaitReady(INGEST, 0);
        ingests = new Deployment(backing, "ingest", forIngests, balancer, List.of(INGEST, GATEWAY)).scaleTo(REPLICAS);
        edges = new Deployment(backing, "edge", forEdges, balancer, List.of(EDGE)).scaleTo(REPLICAS);
    }

    @AfterEach
    void stop() {
        edges.close();
        ingests.close();
        balancer.close();
        backing.close();
    }

    /**
     * One encoder opens a connection for each upload. The other keeps its connections, and looks at no answer: only what
     * speaks HTTP can take it from one replica to another.
     */
    @Test
    void aLiveStreamLosesNothingAndItsReadersNoticeNothing() throws Exception {
        Path numbered = Files.createDirectory(directory.resolve("numbered"));
        Path listed = Files.createDirectory(directory.resolve("listed"));
        try (Program opening = encoder(numbered, INGEST, 0);
                Program keeping = encoder(listed, GATEWAY, 1)) {
            awaitThere("numbered/" + FIRST);
            awaitThere("listed/" + PLAYLIST);
            CompletableFuture<Map<String, byte[]>> byNumbers =
                    CompletableFuture.supplyAsync(() -> readByNumbers(numbered));
            CompletableFuture<Map<String, byte[]>> byPlaylist =
                    CompletableFuture.supplyAsync(() -> readByPlaylist("listed/"));
            ingests.roll();
            edges.roll();
            end(opening);
            end(keeping);
            streamEnds.set(true);
            assertSame(numbered, byNumbers.get(LIMIT_SECONDS, TimeUnit.SECONDS));
            assertSame(listed, byPlaylist.get(LIMIT_SECONDS, TimeUnit.SECONDS));
        }
    }

    /** Pushes what it writes to a directory. */
    private Program encoder(Path written, String entrance, int persistent) throws IOException {
        URI target = balancer.at(entrance, "/live/" + written.getFileName() + "/main.mpd");
        return Ffmpeg.tee(
                "[" + DASH + ":method=PUT:http_persistent=" + persistent + "]" + target,
                "[" + DASH + "]" + written.resolve("main.mpd"));
    }

    private static void end(Program encoder) throws IOException, InterruptedException {
        assertTrue(encoder.running(), encoder::toString);
        encoder.signal("INT");
        assertEquals(STOPPED_BY_A_SIGNAL, encoder.exitCode(), encoder::toString);
        Ffmpeg.assertWithoutFaults(encoder);
    }

    /** What was written beside the push is at the edge byte for byte; so is what was read meanwhile. */
    private void assertSame(Path written, Map<String, byte[]> read) throws Exception {
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
            if (file.getFileName().toString().startsWith(SEGMENTS)) {
                assertNotNull(read.get(name), name);
                assertArrayEquals(bytes, read.get(name), name);
                compared++;
            }
        }
        assertEquals(compared, read.size());
        assertTrue(compared > LEAST_SEGMENTS, files::toString);
    }

    /**
     * As a player of DASH with a template: each segment is asked for before it is there, and read while it is written. One
     * that the encoder has not begun when the request was held for long enough is asked for again.
     */
    private Map<String, byte[]> readByNumbers(Path written) {
        Map<String, byte[]> read = new HashMap<>();
        try (KeptReader reader = new KeptReader()) {
            while (true) {
                String file = SEGMENTS + "%05d.m4s".formatted(read.size() + 1);
                String name = written.getFileName() + "/" + file;
                byte[] body = reader.get(edge(name));
                if (reader.status() == 200) {
                    read.put(name, body);
                    continue;
                }
                assertEquals(404, reader.status(), name);
                assertTrue(Files.notExists(written.resolve(file)), name + " is there, and was not found");
                if (streamEnds.get()) {
                    return read;
                }
            }
        } catch (IOException e) {
            throw new CompletionException("behind " + read.size() + " segments", e);
        }
    }

    /** As a player of HLS: the playlist is read again and again, and each segment of it once. */
    private Map<String, byte[]> readByPlaylist(String directory) {
        Map<String, byte[]> read = new HashMap<>();
        try (KeptReader reader = new KeptReader()) {
            while (true) {
                boolean last = streamEnds.get();
                String lines = new String(got(reader, directory + PLAYLIST), StandardCharsets.UTF_8);
                for (String line :
                        lines.lines().filter(line -> line.startsWith(SEGMENTS)).toList()) {
                    String name = directory + line;
                    if (!read.containsKey(name)) {
                        read.put(name, got(reader, name));
                    }
                }
                if (last) {
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

    private URI edge(String name) {
        return balancer.at(EDGE, "/live/" + name);
    }

    /** One more than there are replicas, for the newest. */
    private static List<HaProxy.Place> places() {
        return Stream.generate(HaProxy.Place::free).limit(REPLICAS + 1).toList();
    }
}
