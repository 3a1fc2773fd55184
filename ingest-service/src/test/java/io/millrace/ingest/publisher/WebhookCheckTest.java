package io.millrace.ingest.publisher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.google.protobuf.Duration;
import io.millrace.proto.control.v1.KeyPlace;
import io.millrace.proto.control.v1.PublishPolicy;
import io.millrace.proto.control.v1.WebhookPublishing;
import io.millrace.wire.AlternativeNames;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A channel whose publishers a web service decides about. */
class WebhookCheckTest {

    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");
    private static final Offer PASSWORD = new Offer.Password("alice", "pw");

    private final Vertx vertx = Vertx.vertx();
    private final WebServer service = new WebServer();
    private final PublisherCounters counters = new PublisherCounters();
    private final WebCalls web = new WebCalls(vertx);
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final WebhookCheck check = new WebhookCheck(web, new OfferDigest(), counters, now::get, false);

    @AfterEach
    void stop() throws Exception {
        web.close();
        service.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void theServiceIsToldWhoWantsToDoWhatWhere() throws Exception {
        Offer certificate =
                new Offer.Certificate("CN=cam", new AlternativeNames(Set.of("cam.example"), Set.of("spiffe://cam")));
        Offer bearer = new Offer.Secret(KeyPlace.KEY_PLACE_BEARER, "token");
        find(policy().build(), "/live/cam/a.ts", PASSWORD, bearer, certificate);
        assertEquals(new JsonObject("""
                        {"channel": "channels/cam", "method": "PUT", "path": "/live/cam/a.ts", "client": "192.0.2.1",
                         "credentials": [
                           {"kind": "basic", "user": "alice", "secret": "pw"},
                           {"kind": "bearer", "secret": "token"},
                           {"kind": "certificate", "subject": "CN=cam", "dns": ["cam.example"], "uris": ["spiffe://cam"]}
                         ]}
                        """), new JsonObject(service.asked().getFirst()));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204})
    void anySuccessAllows(int status) throws Exception {
        service.answers(status, "");
        Proof.Webhook proof = proof(find(policy().build(), "/live/cam/a.ts", PASSWORD));
        assertEquals("alice", proof.publisher());
        assertEquals(START.plusSeconds(10), proof.until());
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void theServiceRefuses(int status) throws Exception {
        service.answers(status, "");
        assertInstanceOf(Finding.Refused.class, find(policy().build(), "/live/cam/a.ts", PASSWORD));
    }

    @Test
    void whoHasOfferedNothingCanBeAskedToOfferSomething() throws Exception {
        service.answers(401, "");
        assertEquals(Finding.NOTHING_OFFERED, find(policy().build(), "/live/cam/a.ts"));
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "0, 1", "99999999, 3600", "soon, 1", "'', 1"})
    void theServiceSlowsThePublisherDown(String retryAfter, int seconds) throws Exception {
        service.answers(429, "").with("Retry-After", retryAfter);
        assertEquals(
                new Finding.TooMany(java.time.Duration.ofSeconds(seconds)),
                find(policy().build(), "/live/cam/a.ts", PASSWORD));
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 404, 500, 503})
    void anyOtherAnswerDecidesNothing(int status) throws Exception {
        service.answers(status, "");
        assertInstanceOf(Finding.Unknown.class, find(policy().build(), "/live/cam/a.ts", PASSWORD));
        assertEquals(1, counters.webhookFailures.sum());
    }

    @Test
    void aServiceThatHangsDecidesNothing() throws Exception {
        service.hangs();
        WebhookPublishing quick =
                policy().setTimeout(Duration.newBuilder().setNanos(100_000_000)).build();
        assertInstanceOf(Finding.Unknown.class, find(quick, "/live/cam/a.ts", PASSWORD));
    }

    @Test
    void aServiceThatIsNotThereDecidesNothing() throws Exception {
        WebhookPublishing policy = policy().build();
        service.close();
        assertInstanceOf(Finding.Unknown.class, find(policy, "/live/cam/a.ts", PASSWORD));
    }

    @Test
    void whatIsAllowedHoldsForTheDirectory() throws Exception {
        find(policy().build(), "/live/cam/a.ts", PASSWORD);
        service.answers(403, "");
        assertInstanceOf(Finding.Proved.class, find(policy().build(), "/live/cam/b.ts", PASSWORD));
        assertEquals(1, service.asked().size());
    }

    @Test
    void whatIsAllowedHoldsForNoOtherDirectoryOrCredentialsOrClient() throws Exception {
        find(policy().build(), "/live/cam/a.ts", PASSWORD);
        service.answers(403, "");
        assertInstanceOf(Finding.Refused.class, find(policy().build(), "/live/cam/low/a.ts", PASSWORD));
        assertInstanceOf(
                Finding.Refused.class, find(policy().build(), "/live/cam/a.ts", new Offer.Password("alice", "other")));
        assertInstanceOf(Finding.Refused.class, find(policy().build(), "/live/cam/a.ts"));
        assertInstanceOf(Finding.Refused.class, find(policy().build(), "192.0.2.2", "/live/cam/a.ts", PASSWORD));
    }

    @Test
    void whatIsRefusedIsAskedAboutAgain() throws Exception {
        service.answers(403, "");
        find(policy().build(), "/live/cam/a.ts", PASSWORD);
        service.answers(200, "");
        assertInstanceOf(Finding.Proved.class, find(policy().build(), "/live/cam/a.ts", PASSWORD));
    }

    @Test
    void theServiceIsAskedAgainWhenItsAnswerHasBeenHeldForLongEnough() throws Exception {
        find(policy().build(), "/live/cam/a.ts", PASSWORD);
        now.set(START.plusSeconds(10));
        service.answers(403, "");
        assertInstanceOf(Finding.Refused.class, find(policy().build(), "/live/cam/a.ts", PASSWORD));
    }

    @Test
    void anAnswerThatMayNotBeHeldIsAskedForEachTime() throws Exception {
        WebhookPublishing policy =
                policy().setHold(Duration.getDefaultInstance()).build();
        find(policy, "/live/cam/a.ts", PASSWORD);
        service.answers(403, "");
        assertInstanceOf(Finding.Refused.class, find(policy, "/live/cam/a.ts", PASSWORD));
    }

    @Test
    void oneClientDoesNotKeepTheServiceBusyForAllOthers() throws Exception {
        service.hangs();
        WebhookPublishing slow =
                policy().setTimeout(Duration.newBuilder().setSeconds(10)).build();
        for (int i = 0; i < 32; i++) {
            ask(slow, "192.0.2.1", "/live/cam/" + i + "/a.ts");
        }
        assertInstanceOf(Finding.Unknown.class, find(slow, "192.0.2.1", "/live/cam/one-more/a.ts"));
        CompletableFuture<Finding> other = ask(slow, "192.0.2.2", "/live/cam/other/a.ts");
        assertEquals(33, counters.webhookCalls.sum());
        assertFalse(other.isDone());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://service.example/", "ftp://127.0.0.1/", "file:///etc/passwd", "nowhere", "http://"})
    void secretsAreNotSentWhereTheyCouldBeReadOnTheWay(String uri) throws Exception {
        assertInstanceOf(Finding.Unknown.class, find(policy().setUri(uri).build(), "/live/cam/a.ts", PASSWORD));
    }

    private WebhookPublishing.Builder policy() {
        return WebhookPublishing.newBuilder().setUri(service.uri());
    }

    private Finding find(WebhookPublishing policy, String path, Offer... offers) throws Exception {
        return find(policy, "192.0.2.1", path, offers);
    }

    private Finding find(WebhookPublishing policy, String client, String path, Offer... offers) throws Exception {
        return ask(policy, client, path, offers).get(60, TimeUnit.SECONDS);
    }

    private CompletableFuture<Finding> ask(WebhookPublishing policy, String client, String path, Offer... offers) {
        PublishRequest request = new PublishRequest(
                Channels.channel(
                        "cam", PublishPolicy.newBuilder().setWebhook(policy).build()),
                "PUT",
                path,
                path.substring(0, path.lastIndexOf('/') + 1),
                InetAddress.ofLiteral(client),
                List.of(offers));
        return check.check(policy, request).toCompletableFuture();
    }

    private static Proof.Webhook proof(Finding found) {
        return assertInstanceOf(
                Proof.Webhook.class,
                assertInstanceOf(Finding.Proved.class, found).proof());
    }
}
