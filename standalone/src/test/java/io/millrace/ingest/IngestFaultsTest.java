package io.millrace.ingest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.millrace.chunklog.ObjectPath;
import io.millrace.chunklog.ObjectState;
import io.millrace.standalone.Millrace;
import java.net.http.HttpClient;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of an ingest itself: each request is answered all the same, and nothing is left behind. */
final class IngestFaultsTest {

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    private static RedisClient client;
    private static RedisCommands<String, String> redis;

    @BeforeAll
    static void connect() {
        client = RedisClient.create(MILLRACE.backing().redisUri());
        redis = client.connect().sync();
    }

    @AfterAll
    static void disconnect() {
        client.shutdown();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "MKCOL", "PROPFIND"})
    void whatIsStoredAndMakesNoSenseIsAFaultAndNotAStoreThatIsAway(String method) throws Exception {
        ObjectPath path = new ObjectPath("/faults/", method);
        Requests http = new Requests(HttpClient.Version.HTTP_1_1);
        http.put(MILLRACE.ingest(path.toString()), "x");
        redis.hset("mr:o:{/faults/}" + method, "kind", "NONE");

        assertEquals(500, http.send(method, MILLRACE.ingest(path.toString())).statusCode());
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aRequestWhoseStepBehindTheStoresAnswerFailsIsAnswered(HttpClient.Version version) throws Exception {
        ObjectPath path = new ObjectPath("/faults/", "deleted-" + version);
        Requests http = new Requests(version);
        http.put(MILLRACE.ingest(path.toString()), "x");
        try (FaultyIngest ingest = new FaultyIngest(MILLRACE)) {
            assertEquals(500, http.send("DELETE", ingest.at(path.toString())).statusCode());
        }
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void anUploadWhoseStepFailsIsAnsweredAndAborted(HttpClient.Version version) throws Exception {
        ObjectPath path = new ObjectPath("/faults/", version + ".ts");
        Requests http = new Requests(version);
        http.put(MILLRACE.ingest(path.toString()), "older");
        long before = find(path).complete().orElseThrow().generation();
        try (FaultyIngest ingest = new FaultyIngest(MILLRACE)) {
            assertEquals(500, http.put(ingest.at(path.toString()), "newer").statusCode());
            await().until(() -> ingest.openUploads() == 0 && ingest.inFlightBytes() == 0);
            await().until(() -> find(path).open().isEmpty());
            assertEquals(before, find(path).complete().orElseThrow().generation());
        }
    }

    private static ObjectState find(ObjectPath path) throws Exception {
        return MILLRACE.chunkLog().find(path).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
