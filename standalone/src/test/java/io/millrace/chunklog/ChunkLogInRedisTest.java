package io.millrace.chunklog;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.sync.RedisCommands;
import io.millrace.standalone.Millrace;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The log of objects as it is in Redis: keys, ids, end marks, lives. */
final class ChunkLogInRedisTest {

    private static final long LEASE_MS = 3_000;
    private static final AtomicInteger DIRECTORIES = new AtomicInteger();

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onItsOwn(
            Map.of("millrace.retention.lease", LEASE_MS + "ms", "millrace.retention.window-bytes", "1000000"));

    private static final EventLoop LOOP = new DefaultEventLoop();
    private static RedisClient client;
    private static RedisCommands<String, String> redis;

    private final String directory = "/format/" + DIRECTORIES.incrementAndGet() + "/";
    private final ObjectPath segment = new ObjectPath(directory, "a.m4s");

    @BeforeAll
    static void connect() {
        client = RedisClient.create(MILLRACE.backing().redisUri());
        redis = client.connect().sync();
    }

    @AfterAll
    static void disconnect() {
        client.shutdown();
        LOOP.shutdownGracefully();
    }

    @Test
    void aChunkIsAnEntryWhoseIdIsItsEndOffset() throws Exception {
        Writing writing = write(segment, "12345", "678");
        await().until(() -> entries(writing).size() == 2);

        assertEquals(
                List.of("5-0", "8-0"),
                entries(writing).stream().map(StreamMessage::getId).toList());
        assertEquals(Map.of("bytes", "12345"), entries(writing).getFirst().getBody());
        assertEquals(1, redis.exists("mr:o:{" + directory + "}a.m4s"));
        assertEquals(1, redis.exists("mr:c:{" + directory + "}a.m4s:" + writing.generation()));
    }

    @Test
    void ofEachChunkItIsToldOnceHowLongItsStoringTook() throws Exception {
        // Those behind the first wait until the upload is opened.
        Writing writing = Writing.begin(
                MILLRACE.chunkLog(), LOOP, segment, ContentHeaders.of("video/mp4"), "first", "second", "third");
        writing.generation();
        writing.append("fourth");
        writing.complete();
        assertEquals(4, writing.storedNanos().size());
        assertTrue(writing.storedNanos().stream().allMatch(nanos -> nanos > 0));
    }

    @Test
    void openingsAreToldToWhoFollowsTheirDirectoryThoseOfBeforeAsSuch() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        write(new ObjectPath(directory, "earlier.m4s"), "1");
        try (AutoCloseable _ = MILLRACE.chunkLog().followOpenings(directory, tellTo(told))) {
            assertEquals(directory + "earlier.m4s before", told.poll(30, TimeUnit.SECONDS));
            Writing first = write(segment, "12345");
            assertEquals(segment + " " + first.generation() + " video/mp4 false", told.poll(30, TimeUnit.SECONDS));
            first.complete();
            Writing second = write(segment, "67890");
            assertEquals(segment + " " + second.generation() + " video/mp4 true", told.poll(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void aDirectoryRemembersItsLastOpeningsOnly() {
        for (int i = 0; i < 40; i++) {
            write(new ObjectPath(directory, i + ".m4s"), "x");
        }
        assertEquals(32, redis.xlen("mr:a:{" + directory + "}"));
        assertTrue(redis.pttl("mr:a:{" + directory + "}") > 0);
    }

    private static Openings tellTo(BlockingQueue<String> told) {
        return new Openings() {
            @Override
            public void opened(ObjectPath path, ObjectState.Open open, boolean replaces) {
                told.add(path + " " + open.generation() + " " + open.contentType() + " " + replaces);
            }

            @Override
            public void openedBefore(ObjectPath path) {
                told.add(path + " before");
            }
        };
    }

    @Test
    void aCompleteLogEndsWithTheMarkThatTellsItsLength() throws Exception {
        Writing writing = write(segment, "12345");
        writing.complete();

        StreamMessage<String, String> last = entries(writing).getLast();
        assertEquals("5-1", last.getId());
        assertEquals("complete", last.getBody().get("state"));
        assertEquals(5, find(segment).complete().orElseThrow().length());
        assertTrue(find(segment).open().isEmpty());
    }

    @Test
    void anAbortedLogEndsWithTheMarkThatTellsSo() throws Exception {
        Writing writing = write(segment, "12345");
        writing.abort();
        await().until(() -> entries(writing).size() == 2);

        assertEquals("5-1", entries(writing).getLast().getId());
        assertEquals("aborted", entries(writing).getLast().getBody().get("state"));
        await().until(() -> find(segment).absent());
    }

    @Test
    void aSegmentLivesTenMinutesFromItsCompletion() throws Exception {
        Writing writing = write(segment, "12345");
        writing.complete();

        assertLife(600, redis.ttl(RedisKeys.object(segment)));
        assertLife(600, redis.ttl(RedisKeys.log(segment, writing.generation())));
    }

    @Test
    void aPlaylistAndAnInitializationSegmentLiveAnHourBeyondTheirDirectory() throws Exception {
        ObjectPath playlist = new ObjectPath(directory, "list.mpd");
        ObjectPath init = new ObjectPath(directory, "init0.m4s");
        write(playlist, "<MPD/>").complete();
        write(init, "\0\0\0\20ftypiso6").complete();
        letMostOfTheirLivesPass(playlist, init);

        completeAtAnotherIngest(segment);

        await().until(() -> redis.ttl(RedisKeys.object(playlist)) > 3500);
        await().until(() -> redis.ttl(log(playlist)) > 3500);
        await().until(() -> redis.ttl(RedisKeys.object(init)) > 3500);
    }

    @Test
    void aMainPlaylistLivesAsLongAsAnythingIsUploadedBelowIt() throws Exception {
        ObjectPath main = new ObjectPath(directory, "main.m3u8");
        write(main, "#EXTM3U").complete();
        letMostOfTheirLivesPass(main);

        completeAtAnotherIngest(new ObjectPath(directory + "v0/high/", "a.m4s"));

        await().until(() -> redis.ttl(RedisKeys.object(main)) > 3500);
    }

    private static String log(ObjectPath path) throws Exception {
        return RedisKeys.log(path, find(path).complete().orElseThrow().generation());
    }

    private static void letMostOfTheirLivesPass(ObjectPath... paths) throws Exception {
        for (ObjectPath path : paths) {
            redis.expire(RedisKeys.object(path), 100);
            redis.expire(log(path), 100);
            redis.expire(RedisKeys.index(path), 100);
        }
    }

    /** One that has not renewed the directory a moment ago. */
    private static void completeAtAnotherIngest(ObjectPath path) throws Exception {
        try (ChunkLog other = ChunkLog.connect(MILLRACE.chunkLogConfig())) {
            Writing.open(other, LOOP, path, "12345").complete();
        }
    }

    @Test
    void theIndexKnowsWhenASegmentGoesAndThatAPlaylistStays() throws Exception {
        ObjectPath playlist = new ObjectPath(directory, "list.mpd");
        write(playlist, "<MPD/>").complete();
        Completion completion = write(segment, "12345").complete();

        long goesMicros = completion.object().modified().plusSeconds(600).toEpochMilli() * 1000;
        double score = redis.zscore(RedisKeys.index(segment), segment.name());
        assertTrue(score >= goesMicros && score < goesMicros + 1000, "goes at " + score + ", not " + goesMicros);
        assertEquals(Double.POSITIVE_INFINITY, redis.zscore(RedisKeys.index(playlist), playlist.name()));
    }

    @Test
    void aPlaylistThatExpiredIsNotKeptInTheIndexForEver() throws Exception {
        ObjectPath playlist = new ObjectPath(directory, "list.mpd");
        write(playlist, "<MPD/>").complete();
        redis.del(RedisKeys.object(playlist));

        completeAtAnotherIngest(segment);

        await().until(() -> redis.zscore(RedisKeys.index(playlist), playlist.name()) < Double.POSITIVE_INFINITY);
        assertTrue(find(playlist).gone());
    }

    @Test
    void theIndexKnowsTheTenThousandNamesThatGoLast() throws Exception {
        String index = RedisKeys.index(segment);
        for (int i = 0; i < 10_000; i++) {
            redis.zadd(index, 4e15 + i, "gone-" + i);
        }
        write(new ObjectPath(directory, "list.mpd"), "<MPD/>").complete();

        assertEquals(10_000, redis.zcard(index));
        assertNull(redis.zscore(index, "gone-0"));
    }

    @Test
    void theIndexIsForgottenSomeTimeAfterTheLastUpload() throws Exception {
        write(segment, "12345").complete();
        assertLife(7200, redis.ttl(RedisKeys.index(segment)));
    }

    @Test
    void aReplacedGenerationLivesAMomentForWhoReadsIt() throws Exception {
        Writing first = write(segment, "old");
        first.complete();
        Writing second = write(segment, "new");
        second.complete();

        assertTrue(second.generation() > first.generation());
        assertLife(30, redis.ttl(RedisKeys.log(segment, first.generation())));
    }

    @Test
    void anUploadWhoseIngestDiedIsCutOffWhenItsLeaseEnds() throws Exception {
        EventLoop dying = new DefaultEventLoop();
        Writing writing = write(segment, dying, "so far");
        FollowedLog followed = new FollowedLog();
        MILLRACE.chunkLog().follow(segment, writing.generation(), 0, Optional.empty(), followed);

        dying.shutdownGracefully(0, 0, TimeUnit.SECONDS); // nobody renews the lease any more

        assertEquals("its log is gone, or the end of it", followed.lost());
        assertTrue(find(segment).absent());
    }

    @Test
    void anUploadThatLostAChunkInAFailoverIsGivenUpBeforeItsEnd() throws Exception {
        Writing writing = write(segment, "12345", "lost", "67890");
        await().until(() -> entries(writing).size() == 3);

        redis.xdel(RedisKeys.log(segment, writing.generation()), "9-0");

        assertEquals(WriteFailure.LOST, writing.failure());
        await().until(() -> entries(writing).getLast().getId().equals("14-1"));
        assertTrue(find(segment).open().isEmpty());
    }

    @Test
    void anUploadWhoseOldestChunksAreNotKeptGoesOn() throws Exception {
        Writing writing = write(segment, "first");
        String log = RedisKeys.log(segment, writing.generation());
        for (int i = 0; i < 300; i++) {
            writing.append("x".repeat(10_000));
        }
        await().until(() -> redis.xrevrange(log, Range.unbounded(), Limit.from(1))
                .getFirst()
                .getId()
                .equals("3000005-0"));
        assertTrue(redis.xlen(log) < 301);
        long ebbed = LEASE_MS * 3 / 4;
        await().until(() -> redis.pttl(log) < ebbed);

        await().until(() -> redis.pttl(log) > ebbed);

        writing.complete();
    }

    @Test
    void aReaderWhoHasMoreThanAFailoverHasLeftIsCutOff() throws Exception {
        Writing writing = write(segment, "12345", "lost");
        String log = RedisKeys.log(segment, writing.generation());
        FollowedLog followed = new FollowedLog();
        MILLRACE.chunkLog().follow(segment, writing.generation(), 0, Optional.empty(), followed);
        await().until(() -> String.join("", followed.chunks()).equals("12345lost"));

        redis.xdel(log, "9-0");

        assertEquals("its log is gone, or the end of it", followed.lost());
    }

    @Test
    void theLeaseOfASilentUploadIsRenewed() throws Exception {
        Writing writing = write(segment, "so far");
        String log = RedisKeys.log(segment, writing.generation());
        long ebbed = LEASE_MS * 3 / 4;
        await().until(() -> redis.pttl(log) < ebbed);

        await().until(() -> redis.pttl(log) > ebbed);

        assertEquals("so far", entries(writing).getFirst().getBody().get("bytes"));
    }

    @Test
    void aReaderStartsInTheMiddleOfAChunk() throws Exception {
        Writing writing = write(segment, "12345", "67890");
        writing.complete();
        FollowedLog followed = new FollowedLog();

        MILLRACE.chunkLog().follow(segment, writing.generation(), 3, Optional.empty(), followed);

        assertEquals(10, followed.end().length());
        assertEquals(List.of("45", "67890"), followed.chunks());
    }

    @Test
    void manyReadersShareFewConnections() throws Exception {
        long before = connections();
        List<Writing> writings = new ArrayList<>();
        List<FollowedLog> followed = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Writing writing = write(new ObjectPath("/many/" + i + "/", "a.m4s"), "first");
            writings.add(writing);
            FollowedLog follower = new FollowedLog();
            followed.add(follower);
            MILLRACE.chunkLog().follow(writing.path(), writing.generation(), 0, Optional.empty(), follower);
            // Each is told of its chunk although the others' read is blocked.
            await().until(() -> follower.chunks().size() == 1);
        }
        assertTrue(connections() - before <= 4, "connections: " + (connections() - before));

        for (Writing writing : writings) {
            writing.append("second");
            writing.complete();
        }
        for (FollowedLog follower : followed) {
            assertEquals(11, follower.end().length());
            assertEquals(List.of("first", "second"), follower.chunks());
        }
    }

    @Test
    void anEndlessUploadKeepsItsNewestBytesAndLeavesNoObject() throws Exception {
        Writing writing = write(segment, "first");
        String piece = "x".repeat(100_000);
        for (int i = 0; i < 100; i++) {
            writing.append(piece);
        }
        await().until(() -> entries(writing).getLast().getId().equals("10000005-0"));

        assertNotEquals("5-0", entries(writing).getFirst().getId());
        writing.complete();
        assertEquals("trimmed", entries(writing).getLast().getBody().get("state"));
        assertEquals(ObjectState.ABSENT, find(segment));
    }

    @Test
    void anUploadThatEndsWhileRedisIsFullIsCutOff() throws Exception {
        Writing overtaken = write(segment, "12345");
        Writing newest = write(segment, "12345");
        FollowedLog followed = new FollowedLog();
        MILLRACE.chunkLog().follow(segment, overtaken.generation(), 0, Optional.empty(), followed);
        redis.configSet("maxmemory", "1");
        try {
            overtaken.abort();
            assertEquals(new EndMark.Aborted(5), followed.end());
            assertEquals(newest.generation(), get(MILLRACE.chunkLog().delete(segment)));
        } finally {
            redis.configSet("maxmemory", "0");
        }
    }

    @Test
    void anObjectOfAnOlderVersionHasNoHeaders() throws Exception {
        write(segment, "12345").complete();
        redis.hdel(RedisKeys.object(segment), "headers");

        assertEquals(
                ContentHeaders.UNKNOWN_TYPE,
                find(segment).complete().orElseThrow().contentType());
        Listed.ListedObject listed = (Listed.ListedObject)
                get(MILLRACE.chunkLog().list(directory, 10)).getFirst();
        assertEquals(ContentHeaders.UNKNOWN_TYPE, listed.contentType());
    }

    private static void assertLife(long seconds, long ttl) {
        assertTrue(ttl > seconds - 60 && ttl <= seconds, "lives " + ttl + " s of " + seconds);
    }

    private static long connections() {
        return redis.clientList().lines().count();
    }

    private static List<StreamMessage<String, String>> entries(Writing writing) {
        return redis.xrange(RedisKeys.log(writing.path(), writing.generation()), Range.unbounded());
    }

    private static ObjectState find(ObjectPath path) throws Exception {
        return get(MILLRACE.chunkLog().find(path));
    }

    private static Writing write(ObjectPath path, String... chunks) {
        return write(path, LOOP, chunks);
    }

    private static Writing write(ObjectPath path, EventLoop loop, String... chunks) {
        return Writing.open(MILLRACE.chunkLog(), loop, path, chunks);
    }

    private static <T> T get(CompletionStage<T> stage)
            throws InterruptedException, ExecutionException, TimeoutException {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
