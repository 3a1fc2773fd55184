package io.millrace.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.access.playback.SigningKey;
import io.millrace.standalone.ChunkedGet;
import io.millrace.standalone.ChunkedPut;
import io.millrace.standalone.Millrace;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an edge writes down while tokens and secrets are told to it, rightly and wrongly: none of them. */
final class NoTokenInLogsTest {

    private static final String DIRECTORY = "/unlogged/";
    private static final Logger ALL = Logger.getLogger("io.millrace");

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    private final SaidChannels channels = new SaidChannels();
    private final Asking asking = new Asking();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    /** The logger, what it says, and the trace of an exception. */
    private final Formatter formatter = new PatternFormatter("%c %m%n%e");

    private final Handler noting = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            lines.add(formatter.format(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private Level before;
    private OwnEdge edge;

    @BeforeEach
    void start() throws Exception {
        channels.signed("c", DIRECTORY);
        edge = new OwnEdge(MILLRACE, Map.of("access-log", "*", "listing", "true", "max-client-errors", "0"), channels);
        before = ALL.getLevel();
        ALL.setLevel(Level.ALL);
        ALL.addHandler(noting);
        asking.put(MILLRACE.ingest(DIRECTORY + "a.ts"), "x");
    }

    @AfterEach
    void stop() {
        ALL.removeHandler(noting);
        ALL.setLevel(before);
        edge.close();
    }

    @Test
    void noneIsInTheLogsOrTheMetrics() throws Exception {
        SigningKey key = channels.signingKey("c", "k");
        String token = SaidChannels.token(key, "k", DIRECTORY);
        String secret = channels.cdnKey("c", "cdn");
        String signature = token.substring(token.lastIndexOf('.') + 1);
        List<String> targets = List.of(
                "/" + token + DIRECTORY + "a.ts",
                "//" + token + "/" + DIRECTORY + "none.ts",
                "/%6drt1%2E" + token.substring(5) + DIRECTORY + "a.ts",
                "/%256drt1." + token.substring(5) + DIRECTORY + "a.ts",
                DIRECTORY + "a.ts?token=" + token,
                DIRECTORY + "a.ts?a=b&token=" + token.replace(".", "%2E") + "&c=d",
                DIRECTORY + "a.ts?other=" + token,
                DIRECTORY + "a.ts?" + token,
                "/none/a.ts?token=" + token,
                "/" + token,
                "/" + token + "/",
                "/" + token + "/..",
                "/" + token + "/../../",
                "/" + token + "/%zz/",
                "/" + token + DIRECTORY,
                DIRECTORY + token + "/a.ts",
                DIRECTORY + token);
        for (String target : targets) {
            for (String method : List.of("GET", "HEAD", "OPTIONS", "PUT")) {
                try (ChunkedGet get = ChunkedGet.sendRaw(
                        edge.at("/"),
                        method + " " + target,
                        "Cookie: millrace_token=" + token,
                        "Millrace-CDN-Secret: " + secret,
                        "Referer: http://edge.example" + target,
                        "Connection: close")) {
                    assertTrue(get.status() >= 200);
                }
            }
        }
        await().until(() -> lines.size() >= targets.size() * 4);
        cutOff(token);
        for (String line : lines) {
            assertFalse(line.contains(signature), line);
            assertFalse(line.contains(secret), line);
        }
        assertFalse(edge.metrics().contains(signature));
        assertTrue(lines.stream().anyMatch(line -> line.contains("channels/c/playbackKeys/k")), "who it was is told");
    }

    /** A response that is cut off because its key is revoked. */
    private void cutOff(String token) throws Exception {
        URI live = edge.at("/" + token + DIRECTORY + "live.ts");
        try (ChunkedPut put = ChunkedPut.open(MILLRACE.ingest(DIRECTORY + "live.ts"))) {
            put.chunk("one");
            await().until(() -> asking.send("HEAD", live).statusCode() == 200);
            try (ChunkedGet get = ChunkedGet.send(live)) {
                assertEquals("one", get.text());
                int logged = lines.size();
                channels.revoke("c", "k");
                await().until(() -> lines.stream().skip(logged).anyMatch(line -> line.contains("\"cut\":true")));
            }
        }
    }
}
