package io.millrace.standalone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.chunklog.Announcement;
import io.millrace.chunklog.AnnouncementFeed;
import io.millrace.chunklog.AnnouncementPublisher;
import io.millrace.chunklog.ChunkLogConfig;
import io.millrace.chunklog.ChunkLogUnavailableException;
import io.millrace.chunklog.ObjectPath;
import io.millrace.clients.Certificates;
import io.millrace.clients.SecretVolume;
import io.millrace.control.change.ChangeHints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kafka with TLS, users and ACLs: how services get in, and what they are told where they don't. */
final class KafkaAccessTest {

    private static final String INGEST = "millrace-ingest";
    private static final String EDGE = "millrace-edge";
    private static final String CONTROL = "millrace-control";
    private static final String OBJECTS = "millrace.objects";

    @TempDir
    private static Path directory;

    private static Path known;
    private static Path strange;
    private static SecuredKafka kafka;

    /** With the rights of docs/security.md, topics being there. */
    @BeforeAll
    static void start() throws Exception {
        known = Files.createDirectory(directory.resolve("known"));
        strange = Files.createDirectory(directory.resolve("strange"));
        Certificates.writeTo(known);
        Certificates.writeTo(strange);
        kafka = SecuredKafka.start(directory.resolve("kafka"), known, List.of(INGEST, EDGE, CONTROL, "nobody"));
        kafka.createTopic(OBJECTS);
        kafka.createTopic(ChangeHints.TOPIC);
        kafka.permit(INGEST, OBJECTS, AclOperation.WRITE);
        kafka.permit(EDGE, OBJECTS, AclOperation.READ);
        kafka.permit(CONTROL, ChangeHints.TOPIC, AclOperation.READ, AclOperation.WRITE);
        kafka.setPassword(INGEST, INGEST);
        kafka.setPassword(EDGE, EDGE);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "SCRAM-SHA-256"})
    void announcementsGoFromWhoMayWriteToWhoMayRead(String mechanism) {
        Queue<Announcement> heard = new ConcurrentLinkedQueue<>();
        try (AnnouncementFeed _ = AnnouncementFeed.connect(config(kafka.settings(mechanism, EDGE)), heard::add);
                AnnouncementPublisher publisher =
                        AnnouncementPublisher.connect(config(kafka.settings(mechanism, INGEST)))) {
            Announcement told = new Announcement.Opened(new ObjectPath("/" + mechanism + "/", "a.ts"), 1);
            publisher.publish(told);
            await().atMost(30, TimeUnit.SECONDS).until(() -> heard.contains(told));
        }
    }

    @Test
    void hintsOfChangesGoBetweenReplicas() {
        Queue<Long> heard = new ConcurrentLinkedQueue<>();
        ChunkLogConfig config = config(kafka.settings("PLAIN", CONTROL));
        try (ChangeHints hints = ChangeHints.start(config.kafka(), heard::add)) {
            await().atMost(30, TimeUnit.SECONDS).until(() -> {
                hints.tell(7);
                return heard.contains(7L);
            });
        }
    }

    @Test
    void aWrongPasswordIsToldAsSuch() {
        assertRefused(
                with(kafka.settings("SCRAM-SHA-256", INGEST), "MILLRACE_KAFKA_PASSWORD", "wrong"),
                "Kafka at " + kafka.bootstrap() + " refuses the user millrace-ingest (",
                "set what it knows in MILLRACE_KAFKA_USERNAME, MILLRACE_KAFKA_PASSWORD and"
                        + " MILLRACE_KAFKA_SASL_MECHANISM");
    }

    @Test
    void anAuthorityThatIsNotBelievedIsToldAsSuch() {
        assertRefused(
                with(
                        kafka.settings("PLAIN", INGEST),
                        "MILLRACE_KAFKA_CA",
                        strange.resolve("ca.pem").toString()),
                "Kafka at " + kafka.bootstrap() + " has a certificate that is not believed (",
                "set MILLRACE_KAFKA_CA to its authority's");
    }

    @Test
    void aPortThatSpeaksSomethingElseIsToldFromOneThatIsNotThere() {
        assertRefused(
                Map.of("MILLRACE_KAFKA_BOOTSTRAP", kafka.bootstrap(), "MILLRACE_KAFKA_CONNECT_TIMEOUT", "3s"),
                "Kafka at " + kafka.bootstrap() + " takes connections and does not answer (",
                "set MILLRACE_KAFKA_TLS and MILLRACE_KAFKA_SASL_MECHANISM to what this port speaks");
        assertRefused(
                Map.of("MILLRACE_KAFKA_BOOTSTRAP", "127.0.0.1:1", "MILLRACE_KAFKA_CONNECT_TIMEOUT", "1s"),
                "Kafka at 127.0.0.1:1 can't be reached (",
                "start it, or set MILLRACE_KAFKA_BOOTSTRAP");
    }

    @Test
    void aUserWithoutRightsIsToldSo() {
        assertRefused(
                kafka.settings("PLAIN", "nobody"),
                "Kafka at " + kafka.bootstrap() + " does not permit what is needed to the user nobody (",
                "give it the ACLs of docs/security.md");
    }

    @Test
    void settingsThatDoNotGoTogetherAreRefused() {
        assertInvalid(Map.of("MILLRACE_KAFKA_SASL_MECHANISM", "GSSAPI"), "it must be one of PLAIN,");
        assertInvalid(Map.of("MILLRACE_KAFKA_SASL_MECHANISM", "PLAIN"), "MILLRACE_KAFKA_USERNAME and");
        assertInvalid(Map.of("MILLRACE_KAFKA_USERNAME", "a"), "MILLRACE_KAFKA_SASL_MECHANISM must be set too");
        assertInvalid(
                Map.of("MILLRACE_KAFKA_CA", known.resolve("ca.pem").toString()),
                "of no use without MILLRACE_KAFKA_TLS=true");
        assertInvalid(
                Map.of("MILLRACE_KAFKA_TLS", "true", "MILLRACE_KAFKA_CA", "/none.pem"),
                "MILLRACE_KAFKA_CA is /none.pem: it is not there");
    }

    /** The broker has another certificate and knows another password when it is back. */
    @Test
    void aFeedConnectsAgainWithWhatTheFilesHoldThen() throws Exception {
        Path work = Files.createDirectory(directory.resolve("rotated"));
        SecretVolume secret = SecretVolume.of(work.resolve("secret"), known);
        Path password = Files.writeString(work.resolve("password"), "first\n");
        SecuredKafka before = SecuredKafka.start(work.resolve("kafka"), known, List.of());
        try {
            before.createTopic(OBJECTS);
            before.permit(EDGE, OBJECTS, AclOperation.READ);
            before.setPassword(EDGE, "first");
            Map<String, String> settings = new HashMap<>(before.settings("SCRAM-SHA-256", EDGE));
            settings.remove("MILLRACE_KAFKA_PASSWORD");
            settings.put("MILLRACE_KAFKA_PASSWORD_FILE", password.toString());
            settings.put("MILLRACE_KAFKA_CA", secret.file("ca.crt").toString());
            try (AnnouncementFeed feed = AnnouncementFeed.connect(config(settings), announcement -> {})) {
                before.setPassword(EDGE, "second");
                Files.writeString(password, "second\n");
                secret.swap(strange);
                before.close();
                await().atMost(30, TimeUnit.SECONDS).until(() -> !feed.current());
                try (SecuredKafka _ = before.restart(strange)) {
                    await().atMost(30, TimeUnit.SECONDS).until(feed::current);
                }
            }
        } finally {
            before.close();
        }
    }

    private static void assertRefused(Map<String, String> settings, String beginning, String advice) {
        String told = assertThrows(
                        ChunkLogUnavailableException.class,
                        () -> AnnouncementPublisher.connect(config(settings)).close())
                .getMessage();
        assertTrue(told.startsWith(beginning), told);
        assertTrue(told.endsWith(advice) || told.contains(advice), told);
        assertEquals(1, told.lines().count());
    }

    private static void assertInvalid(Map<String, String> settings, String words) {
        String told = assertThrows(
                        RuntimeException.class,
                        () -> AnnouncementPublisher.connect(config(settings)).close())
                .getMessage();
        assertTrue(told.contains(words), told);
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        Map<String, String> changed = new HashMap<>(settings);
        changed.put(name, value);
        return changed;
    }

    private static ChunkLogConfig config(Map<String, String> environment) {
        return RedisAccessTest.config(ChunkLogConfig.class, environment);
    }
}
