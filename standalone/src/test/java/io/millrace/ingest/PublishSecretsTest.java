package io.millrace.ingest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisClient;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.millrace.proto.control.v1.QueryNames;
import io.millrace.standalone.ChunkedPut;
import io.millrace.standalone.Millrace;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A key goes nowhere from where it is told. */
final class PublishSecretsTest {

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    private static final Logger ALL_LOGS = Logger.getLogger("");

    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Handler noting = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            String text = entry.getMessage() + " "
                    + List.of(entry.getParameters() == null ? new Object[0] : entry.getParameters());
            logged.add(text + (entry.getThrown() == null ? "" : entry.getThrown()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private ControlledIngest services;
    private String key;
    /** What is secret of the key. */
    private String secret;

    @BeforeEach
    void start() {
        noting.setLevel(Level.ALL);
        ALL_LOGS.addHandler(noting);
        services = new ControlledIngest(MILLRACE, Map.of("access-log", "*"));
        services.control.channel(
                "quiet",
                channel -> channel.setQueryNames(QueryNames.newBuilder().setKeyParameter("stream")));
        key = services.control.key("quiet", "studio");
        secret = key.substring("mrk_studio_".length());
        services.knows();
    }

    @AfterEach
    void stop() {
        ALL_LOGS.removeHandler(noting);
        services.close();
    }

    @Test
    void aKeyIsInNoLogNoMetricAndNoName() throws Exception {
        int port = services.ingest.port();
        List<String> targets = List.of(
                "/" + key + "/live/quiet/a.ts",
                "/%6D" + key.substring(1) + "/live/quiet/a.ts",
                "/" + key + "/live/none/a.ts",
                "/" + key,
                "/live/quiet/" + key,
                "/live/quiet/a.ts?key=" + key,
                "/live/quiet/a.ts?stream=" + key,
                "/live/quiet/a.ts?stream=" + secret,
                "/live/quiet/a.ts?key=" + secret,
                "/live/none/a.ts?cid=" + secret,
                "/live/quiet/?file=" + key,
                "/live/quiet/a%zz.ts?key=" + secret);
        for (String target : targets) {
            RawPut.answer(port, target);
            RawPut.answer(port, target, "Authorization: Bearer " + key);
            RawPut.answer(port, target, "Authorization: Bearer " + secret);
        }
        try (ChunkedPut cutOff = ChunkedPut.open(services.ingest.at("/" + key + "/live/quiet/cut.ts"))) {
            cutOff.chunk("some");
            await().until(() -> services.ingest.openUploads() == 1);
        }
        await().until(() -> accessLines() >= targets.size() * 3 + 1);
        assertEquals(
                List.of(), logged.stream().filter(line -> line.contains(secret)).toList());
        assertTrue(logged.stream().anyMatch(line -> line.contains("/mrk_studio_***/live/quiet/a.ts")));
        assertEquals(List.of(), redisKeysWith("mrk_"));
        assertEquals(List.of(), redisKeysWith(secret));
        assertFalse(redisKeysWith("/live/quiet/").isEmpty());
        for (Meter meter : services.ingest.metrics().getMeters()) {
            for (Tag tag : meter.getId().getTags()) {
                assertFalse(tag.getValue().contains("mrk_"), meter::toString);
            }
        }
    }

    private long accessLines() {
        return logged.stream()
                .filter(line -> line.contains("\"service\":\"ingest\""))
                .count();
    }

    private static List<String> redisKeysWith(String part) {
        RedisClient client = RedisClient.create(MILLRACE.backing().redisUri());
        try {
            return client.connect().sync().keys("*" + part + "*");
        } finally {
            client.shutdown();
        }
    }
}
