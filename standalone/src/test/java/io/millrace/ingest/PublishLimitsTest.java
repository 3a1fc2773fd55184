package io.millrace.ingest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Duration;
import io.lettuce.core.RedisClient;
import io.millrace.chunklog.ObjectPath;
import io.millrace.chunklog.ObjectState;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ChannelLimits;
import io.millrace.proto.control.v1.EndlessPolicy;
import io.millrace.proto.control.v1.PublishPolicy;
import io.millrace.standalone.ChunkedPut;
import io.millrace.standalone.Millrace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How much may be published in a channel, and how long it is kept. */
final class PublishLimitsTest {

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    private static ControlledIngest services;
    private static OwnIngest ingest;

    private final Requests http = new Requests(HttpClient.Version.HTTP_1_1);

    @BeforeAll
    static void start() {
        services = new ControlledIngest(MILLRACE, Map.of("object-bytes", "20"));
        ingest = services.ingest;
    }

    @AfterAll
    static void stop() {
        services.close();
    }

    @Test
    void anObjectIsNoLongerThanItsChannelSays() throws Exception {
        limits("short", ChannelLimits.newBuilder().setMaxObjectBytes(10));
        assertEquals(
                201, http.put(ingest.at("/live/short/ten.ts"), new byte[10]).statusCode());
        HttpResponse<String> refused = http.put(ingest.at("/live/short/eleven.ts"), new byte[11]);
        assertEquals(413, refused.statusCode());
        assertTrue(refused.body().contains("max_object_bytes of channels/short"), refused.body());
        assertEquals(
                413,
                http.putStream(ingest.at("/live/short/stream.ts"), new ByteArrayInputStream(new byte[11]))
                        .statusCode());
    }

    @Test
    void aChannelMayAllowLongerObjectsThanTheIngestDoes() throws Exception {
        limits("long", ChannelLimits.newBuilder().setMaxObjectBytes(100));
        assertEquals(201, http.put(ingest.at("/live/long/a.ts"), new byte[100]).statusCode());
        limits("silent", ChannelLimits.newBuilder());
        assertEquals(413, http.put(ingest.at("/live/silent/a.ts"), new byte[21]).statusCode());
    }

    @Test
    void pastTheMostUploadsOfAChannelAnotherIsToldToComeBack() throws Exception {
        limits("few", ChannelLimits.newBuilder().setMaxUploads(1));
        limits("many", ChannelLimits.newBuilder());
        try (ChunkedPut first = ChunkedPut.open(ingest.at("/live/few/a.ts"))) {
            first.chunk("some");
            await().until(() -> ingest.openUploads() == 1);
            HttpResponse<String> refused = http.put(ingest.at("/live/few/b.ts"), "x");
            assertEquals(429, refused.statusCode());
            assertEquals("1", refused.headers().firstValue("Retry-After").orElse(""));
            assertEquals(201, http.put(ingest.at("/live/many/b.ts"), "x").statusCode());
            assertEquals(201, first.end());
        }
        assertEquals(201, http.put(ingest.at("/live/few/b.ts"), "x").statusCode());
    }

    @Test
    void anEncoderThatIsTooFastIsHeldBackAndOthersAreNot() throws Exception {
        int bitRate = 80_000;
        int tenSeconds = 100_000;
        int body = 64 << 20;
        channel(
                "slow",
                channel -> channel.setLimits(
                        ChannelLimits.newBuilder().setMaxBitRate(bitRate).setMaxObjectBytes(Long.MAX_VALUE)));
        channel("fast", channel -> channel.setLimits(ChannelLimits.newBuilder().setMaxObjectBytes(Long.MAX_VALUE)));
        long before = ingest.bytes();
        try (ChunkedPut slow = ChunkedPut.open(ingest.at("/live/slow/a.ts"))) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    slow.chunk(new byte[body]);
                } catch (IOException e) {
                    // The test is over.
                }
            });
            await().until(() -> ingest.bytes() - before >= tenSeconds);
            long fastBytes = 0;
            for (int i = 0; i < 16; i++) {
                assertTrue(http.put(ingest.at("/live/fast/a.ts"), new byte[body / 16])
                                .statusCode()
                        < 300);
                fastBytes += body / 16;
            }
            assertFalse(sending.isDone());
            assertTrue(ingest.bytes() - before - fastBytes < body / 2);
        }
    }

    @Test
    void aSegmentLivesAsLongAsItsChannelSays() throws Exception {
        channel("brief", channel -> channel.setRetention(Duration.newBuilder().setSeconds(5)));
        channel("usual", channel -> channel);
        http.put(ingest.at("/live/brief/a.ts"), "x");
        http.put(ingest.at("/live/usual/a.ts"), "x");
        assertTrue(lifeMs("mr:o:{/live/brief/}a.ts") <= 5000);
        assertTrue(lifeMs("mr:o:{/live/usual/}a.ts") > 5000);
    }

    @Test
    void aLongRetentionHoldsForTheDirectorysIndexToo() throws Exception {
        channel("day", channel -> channel.setRetention(Duration.newBuilder().setSeconds(86_400)));
        http.put(ingest.at("/live/day/a.ts"), "x");
        long hours = 23 * 3_600_000L;
        assertTrue(lifeMs("mr:o:{/live/day/}a.ts") > hours);
        assertTrue(lifeMs("mr:d:{/live/day/}") > hours);
    }

    @Test
    void ofAnEndlessUploadTheWindowOfItsChannelIsKept() throws Exception {
        channel(
                "endless",
                channel -> channel.setLimits(ChannelLimits.newBuilder().setMaxObjectBytes(Long.MAX_VALUE))
                        .setEndless(EndlessPolicy.newBuilder().setWindowBytes(1 << 20)));
        try (ChunkedPut put = ChunkedPut.open(ingest.at("/live/endless/a.ts"))) {
            for (int i = 0; i < 48; i++) {
                put.chunk(new byte[256 << 10]);
            }
            ObjectState.Open open = await().until(
                            () -> state("/live/endless/a.ts"),
                            state -> state.open().isPresent())
                    .open()
                    .orElseThrow();
            await().until(() -> MILLRACE.chunkLog()
                            .storedBytes(ObjectPath.parse("/live/endless/a.ts"), open.generation())
                            .toCompletableFuture()
                            .get(60, TimeUnit.SECONDS)
                    == 12 << 20);
            assertEquals(201, put.end());
        }
        // What could not be served as a whole is none.
        assertTrue(state("/live/endless/a.ts").complete().isEmpty());
    }

    private static void limits(String id, ChannelLimits.Builder limits) {
        channel(id, channel -> channel.setLimits(limits));
    }

    private static void channel(String id, UnaryOperator<Channel.Builder> change) {
        services.control.channel(
                id,
                channel -> change.apply(
                        channel.setPublish(PublishPolicy.newBuilder().setOpen(true))));
        services.knows();
    }

    private static long lifeMs(String redisKey) {
        RedisClient client = RedisClient.create(MILLRACE.backing().redisUri());
        try {
            return client.connect().sync().pttl(redisKey);
        } finally {
            client.shutdown();
        }
    }

    private static ObjectState state(String path) throws Exception {
        return MILLRACE.chunkLog()
                .find(ObjectPath.parse(path))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }
}
