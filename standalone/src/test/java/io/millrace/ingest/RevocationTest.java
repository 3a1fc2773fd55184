package io.millrace.ingest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.proto.control.v1.CertificatePublishing;
import io.millrace.proto.control.v1.KeyPlace;
import io.millrace.proto.control.v1.KeyPublishing;
import io.millrace.proto.control.v1.PublishPolicy;
import io.millrace.standalone.ChunkedGet;
import io.millrace.standalone.ChunkedPut;
import io.millrace.standalone.Millrace;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What has been allowed ends, also in the middle of an upload. */
final class RevocationTest {

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    private static ControlledIngest services;
    private static OwnIngest ingest;
    private static TestControlPlane control;

    @BeforeAll
    static void start() {
        services = new ControlledIngest(MILLRACE, Map.of());
        ingest = services.ingest;
        control = services.control;
    }

    @AfterAll
    static void stop() {
        services.close();
    }

    /** What an operator does to a channel and its key of the same name. */
    enum Change {
        THE_KEY_IS_REVOKED {
            @Override
            void make(String id, String secret) {
                control.key(id, secret, id, key -> key.setRevoked(true));
            }
        },
        THE_KEY_ENDS_NOW {
            @Override
            void make(String id, String secret) {
                control.key(id, secret, id, key -> key.setExpireTime(TestControlPlane.timestamp(Instant.now())));
            }
        },
        THE_KEY_IS_DELETED {
            @Override
            void make(String id, String secret) {
                control.delete(TestControlPlane.keyName(id, id));
            }
        },
        THE_KEY_IS_ANOTHER {
            @Override
            void make(String id, String secret) {
                control.key(id, id);
            }
        },
        THE_CHANNEL_IS_DELETED {
            @Override
            void make(String id, String secret) {
                control.delete("channels/" + id);
            }
        },
        THE_CHANNEL_IS_DISABLED {
            @Override
            void make(String id, String secret) {
                control.channel(id, channel -> channel.setDisabled(true));
            }
        },
        ANOTHER_CHANNEL_HAS_THE_PATH {
            @Override
            void make(String id, String secret) {
                control.channel(id + "-inner", channel -> channel.setPathPrefix("/live/" + id + "/inner/"));
            }
        },
        KEYS_ARE_NOT_TAKEN_THERE_ANY_MORE {
            @Override
            void make(String id, String secret) {
                control.channel(
                        id,
                        PublishPolicy.newBuilder()
                                .setKeys(KeyPublishing.newBuilder().addPlaces(KeyPlace.KEY_PLACE_BASIC)));
            }
        },
        KEYS_ARE_NOT_TAKEN_ANY_MORE {
            @Override
            void make(String id, String secret) {
                control.channel(
                        id,
                        PublishPolicy.newBuilder()
                                .setCertificates(
                                        CertificatePublishing.newBuilder().addSubjects("CN=x")));
            }
        };

        abstract void make(String id, String secret);

        String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUploadInProgressAndItsReadersAreCutOff(Change change) throws Exception {
        control.channel(change.id(), channel -> channel);
        String secret = control.key(change.id(), change.id());
        services.knows();
        String path = "/live/" + change.id() + "/inner/a.ts";
        try (ChunkedPut put = ChunkedPut.open(ingest.at("/" + secret + path))) {
            put.chunk("some");
            try (ChunkedGet reader = growing(path)) {
                assertEquals("some", reader.text());
                change.make(change.id(), secret);
                assertEquals(403, put.answer());
                assertThrows(IOException.class, reader::chunk);
            }
        }
        await().until(() -> ingest.openUploads() == 0);
    }

    @Test
    void otherUploadsGoOn() throws Exception {
        control.channel("shared", channel -> channel);
        String revoked = control.key("shared", "revoked");
        String valid = control.key("shared", "valid");
        services.knows();
        try (ChunkedPut first = ChunkedPut.open(ingest.at("/" + revoked + "/live/shared/a.ts"));
                ChunkedPut second = ChunkedPut.open(ingest.at("/" + valid + "/live/shared/b.ts"))) {
            first.chunk("some");
            second.chunk("some");
            await().until(() -> ingest.openUploads() == 2);
            control.key("shared", revoked, "revoked", key -> key.setRevoked(true));
            assertEquals(403, first.answer());
            assertEquals(201, second.chunk("more").end());
        }
    }

    @Test
    void whatChangesNothingForAnUploadLeavesItAlone() throws Exception {
        control.channel("changed", channel -> channel);
        String key = control.key("changed", "valid");
        services.knows();
        try (ChunkedPut put = ChunkedPut.open(ingest.at("/" + key + "/live/changed/a.ts"))) {
            put.chunk("some");
            await().until(() -> ingest.openUploads() == 1);
            control.channel("changed", channel -> channel.setDisplayName("another name"));
            control.key("changed", "another");
            services.knows();
            assertEquals(201, put.chunk("more").end());
        }
    }

    @Test
    void anUploadEndsWhenItsKeyExpires() throws Exception {
        control.channel("expiring", channel -> channel);
        String key = control.key(
                "expiring",
                "brief",
                brief -> brief.setExpireTime(
                        TestControlPlane.timestamp(Instant.now().plusSeconds(3))));
        services.knows();
        try (ChunkedPut put = ChunkedPut.open(ingest.at("/" + key + "/live/expiring/a.ts"))) {
            put.chunk("some");
            assertEquals(403, put.answer());
        }
    }

    @Test
    void anUploadEndsWhenItsKeysEndIsBroughtForward() throws Exception {
        control.channel("forward", channel -> channel);
        String key = control.key(
                "forward",
                "long",
                later -> later.setExpireTime(
                        TestControlPlane.timestamp(Instant.now().plusSeconds(3600))));
        services.knows();
        try (ChunkedPut put = ChunkedPut.open(ingest.at("/" + key + "/live/forward/a.ts"))) {
            put.chunk("some");
            await().until(() -> ingest.openUploads() == 1);
            control.key(
                    "forward",
                    key,
                    "long",
                    sooner -> sooner.setExpireTime(
                            TestControlPlane.timestamp(Instant.now().plusSeconds(1))));
            assertEquals(403, put.answer());
        }
    }

    @Test
    void whatBecomesAChannelsIsNotOpenAnyMore() throws Exception {
        try (ControlledIngest open = new ControlledIngest(MILLRACE, Map.of("open", "true"))) {
            open.knows();
            try (ChunkedPut put = ChunkedPut.open(open.ingest.at("/free/a.ts"));
                    ChunkedPut other = ChunkedPut.open(open.ingest.at("/freer/a.ts"))) {
                put.chunk("some");
                other.chunk("some");
                await().until(() -> open.ingest.openUploads() == 2);
                open.control.channel("free", channel -> channel.setPathPrefix("/free/"));
                assertEquals(403, put.answer());
                assertEquals(201, other.end());
            }
        }
    }

    @Test
    void whatWasEndedIsCounted() throws Exception {
        control.channel("counted", channel -> channel);
        String key = control.key("counted", "valid");
        services.knows();
        double before = ended();
        try (ChunkedPut put = ChunkedPut.open(ingest.at("/" + key + "/live/counted/a.ts"))) {
            put.chunk("some");
            await().until(() -> ingest.openUploads() == 1);
            control.delete("channels/counted");
            assertEquals(403, put.answer());
        }
        assertTrue(ended() > before);
    }

    private static double ended() {
        return ingest.metrics()
                .get("millrace.ingest.uploads.ended")
                .functionCounter()
                .count();
    }

    /** A reader of an object whose upload has begun. */
    private static ChunkedGet growing(String path) {
        return await().until(
                        () -> {
                            ChunkedGet get = ChunkedGet.send(MILLRACE.edge(path), "Prefer: wait=10");
                            if (get.status() == 200) {
                                return get;
                            }
                            get.close();
                            return null;
                        },
                        Objects::nonNull);
    }
}
