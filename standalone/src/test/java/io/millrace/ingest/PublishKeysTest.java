package io.millrace.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.access.secret.KeySecret;
import io.millrace.chunklog.ObjectPath;
import io.millrace.proto.control.v1.KeyPlace;
import io.millrace.proto.control.v1.KeyPublishing;
import io.millrace.proto.control.v1.PublishPolicy;
import io.millrace.proto.control.v1.QueryNames;
import io.millrace.standalone.Millrace;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of publish key at every place where one can be told. */
final class PublishKeysTest {

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    /** Where a request tells its key. */
    enum Place {
        BASIC,
        BEARER,
        PATH,
        QUERY,
        QUERY_OF_THE_CHANNEL
    }

    /** What key it is. */
    enum Credential {
        VALID(201),
        ROTATED_IN_ITS_OVERLAP(201),
        ROTATED_AFTER_ITS_OVERLAP(403),
        REVOKED(403),
        OF_ANOTHER_CHANNEL(403),
        OF_NO_KEY(403),
        NO_KEY_AT_ALL(403);

        private final int status;

        Credential(int status) {
            this.status = status;
        }
    }

    private static ControlledIngest services;
    private static OwnIngest ingest;
    private static Map<Credential, String> secrets;

    private final Requests http = new Requests(HttpClient.Version.HTTP_1_1);

    @BeforeAll
    static void start() {
        services = new ControlledIngest(MILLRACE, Map.of("failures-per-minute", "0", "max-client-errors", "0"));
        ingest = services.ingest;
        TestControlPlane control = services.control;
        control.channel("cam", channel -> channel.setQueryNames(QueryNames.newBuilder()));
        control.channel("other", channel -> channel);
        control.channel("disabled", channel -> channel.setDisabled(true));
        control.channel("free", PublishPolicy.newBuilder().setOpen(true));
        control.channel("path", places(KeyPlace.KEY_PLACE_PATH));
        control.channel("basic", places(KeyPlace.KEY_PLACE_BASIC));
        Instant now = Instant.now();
        secrets = Map.of(
                Credential.VALID,
                control.key("cam", "valid"),
                Credential.ROTATED_IN_ITS_OVERLAP,
                control.key(
                        "cam", "overlap", key -> key.setExpireTime(TestControlPlane.timestamp(now.plusSeconds(3600)))),
                Credential.ROTATED_AFTER_ITS_OVERLAP,
                control.key("cam", "over", key -> key.setExpireTime(TestControlPlane.timestamp(now))),
                Credential.REVOKED,
                control.key("cam", "revoked", key -> key.setRevoked(true)),
                Credential.OF_ANOTHER_CHANNEL,
                control.key("other", "valid"),
                Credential.OF_NO_KEY,
                KeySecret.random(KeySecret.Use.PUBLISH, "unknown").text(),
                Credential.NO_KEY_AT_ALL,
                "secret");
        services.knows();
    }

    @AfterAll
    static void stop() {
        services.close();
    }

    static Stream<Arguments> everyKeyAtEveryPlace() {
        return Stream.of(Place.values())
                .flatMap(place -> Stream.of(Credential.values()).map(credential -> Arguments.of(place, credential)))
                // In the path, what does not begin like a key is a part of the object's path.
                .filter(arguments -> !List.of(arguments.get()).equals(List.of(Place.PATH, Credential.NO_KEY_AT_ALL)));
    }

    @ParameterizedTest
    @MethodSource
    void everyKeyAtEveryPlace(Place place, Credential credential) throws Exception {
        String path = "/live/cam/" + place + "/" + credential + ".ts";
        assertEquals(
                credential.status, put(place, path, secrets.get(credential)).statusCode());
        assertEquals(credential.status != 201, absent(path));
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void whoTellsNoKeyIsAskedForOne(HttpClient.Version version) throws Exception {
        HttpResponse<String> answer = new Requests(version).put(ingest.at("/live/cam/none.ts"), "x");
        assertEquals(401, answer.statusCode());
        assertEquals(
                List.of("Basic realm=\"millrace\", charset=\"UTF-8\"", "Bearer realm=\"millrace\""),
                answer.headers().allValues("WWW-Authenticate"));
        assertTrue(absent("/live/cam/none.ts"));
    }

    @Test
    void whereAskingForAKeyDoesNotHelpNobodyIsAsked() throws Exception {
        assertEquals(403, http.put(ingest.at("/live/path/a.ts"), "x").statusCode());
    }

    @Test
    void aKeyIsTakenOnlyAtThePlacesOfTheChannel() throws Exception {
        String ofPath = services.control.key("path", "valid");
        String ofBasic = services.control.key("basic", "valid");
        services.knows();
        assertEquals(201, put(Place.PATH, "/live/path/a.ts", ofPath).statusCode());
        assertEquals(403, put(Place.BASIC, "/live/path/b.ts", ofPath).statusCode());
        assertEquals(201, put(Place.BASIC, "/live/basic/a.ts", ofBasic).statusCode());
        assertEquals(403, put(Place.PATH, "/live/basic/b.ts", ofBasic).statusCode());
    }

    @ParameterizedTest
    @CsvSource({
        "/live/none/a.ts, 404",
        "/a.ts, 404",
        "/live/camera/a.ts, 404",
        "/live/disabled/a.ts, 403",
        "/live/free/a.ts, 201"
    })
    void theChannelDecidesBeforeTheKey(String path, int status) throws Exception {
        assertEquals(
                status, put(Place.BEARER, path, secrets.get(Credential.VALID)).statusCode());
    }

    @ParameterizedTest
    @CsvSource({"DELETE, 204", "HEAD, 404", "MKCOL, 201", "PROPFIND, 207"})
    void whateverChangesOrLooksNeedsAKey(String method, int status) throws Exception {
        assertEquals(401, http.send(method, ingest.at("/live/cam/any/")).statusCode());
        String key = secrets.get(Credential.VALID);
        assertEquals(
                status,
                http.send(method, ingest.at("/" + key + "/live/cam/any/")).statusCode());
    }

    @Test
    void aPartOfAnObjectIsReplacedWithAKeyInThePath() throws Exception {
        String at = "/" + secrets.get(Credential.VALID) + "/live/cam/patched.ts";
        assertEquals(201, http.put(ingest.at(at), "abc").statusCode());
        assertEquals(204, http.put(ingest.at(at), "X", "Range", "bytes=1-1").statusCode());
    }

    @Test
    void theObjectIsToldWithoutTheKey() throws Exception {
        HttpResponse<String> answer = put(Place.PATH, "/live/cam/told.ts", secrets.get(Credential.VALID));
        assertEquals(
                "/live/cam/told.ts",
                answer.headers().firstValue("Content-Location").orElse(""));
    }

    // Spellings

    @ParameterizedTest
    @CsvSource({
        "//KEY//live//cam//a1.ts, 201",
        "/KEY/live/%63am/a2.ts, 201",
        "/%6DKEY_BUT_ITS_FIRST_LETTER/live/cam/a3.ts, 201",
        "/./KEY/live/cam/a4.ts, 201",
        "/KEY/live/other/../cam/a5.ts, 201",
        "/KEY%2Flive%2Fcam%2Fa6.ts, 201",
        "/KEY/live/cam/../other/a.ts, 403",
        "/KEY/live/cam/%2e%2e/other/a.ts, 403",
        "/KEY/live/cam%2F..%2Fother%2Fa.ts, 403",
        "/KEY/../live/cam/a.ts, 401",
        "/live/cam/KEY/a.ts, 400",
        "/live/cam/KEY, 400",
        "/KEY/KEY/live/cam/a.ts, 400",
        "/KEY, 400",
        "/KEY/live/cam/, 400",
        "/KEY/../../live/cam/a.ts, 400"
    })
    void aPathLeadsToTheSameChannelHoweverItIsSpelled(String target, int status) throws Exception {
        String key = secrets.get(Credential.VALID);
        String spelled = target.replace("%6DKEY_BUT_ITS_FIRST_LETTER", "%6D" + key.substring(1))
                .replace("KEY", key);
        assertEquals(status, RawPut.status(ingest.port(), spelled));
    }

    // The query as name

    @ParameterizedTest
    @CsvSource({
        "/live/cam/?cid=KEY&copy=0&file=q1.ts, /live/cam/q1.ts",
        "/live/cam?cid=KEY&copy=0&file=q2.ts, /live/cam/q2.ts",
        "/live/cam/?file=low/q3.ts&cid=KEY, /live/cam/low/q3.ts",
        "/live/cam/low?file=q4.ts&cid=KEY, /live/cam/low/q4.ts",
        "/live/cam/q5.ts?cid=KEY, /live/cam/q5.ts",
        "/live/cam/q6.ts?cid=KEY&file=, /live/cam/q6.ts"
    })
    void aQueryCanNameTheObject(String target, String path) throws Exception {
        String spelled = target.replace("KEY", secrets.get(Credential.VALID));
        assertEquals(201, RawPut.status(ingest.port(), spelled));
        assertFalse(absent(path));
    }

    @ParameterizedTest
    @CsvSource({
        "/live/cam/?cid=KEY&file=../other/a.ts, 400",
        "/live/cam/?cid=KEY&file=%2e%2e%2fother%2fa.ts, 400",
        "/live/cam/?cid=KEY&file=/live/other/a.ts, 400",
        "/live/cam/?cid=KEY&file=a.ts&file=b.ts, 400",
        "/live/cam/?cid=KEY&file=a.ts&f%69le=b.ts, 400",
        "/live/cam/?cid=wrong&cid=KEY&file=a.ts, 400",
        "/live/cam/?cid=KEY&file=a%0d%0aSet-Cookie:x, 400",
        "/live/cam/?cid=KEY&file=KEY, 400",
        "/live/cam/?cid=wrong&file=a.ts, 403",
        "/live/cam/?file=a.ts, 401",
        "/live/other/?cid=KEY&file=a.ts, 400",
        "/live/other/a.ts?cid=KEY, 401"
    })
    void aQueryNamesNothingThatThePathDoesNotAllow(String target, int status) throws Exception {
        String spelled = target.replace("KEY", secrets.get(Credential.VALID));
        assertEquals(status, RawPut.status(ingest.port(), spelled));
    }

    @Test
    void aQueryDoesNotLeadIntoAnotherChannelBelow() throws Exception {
        services.control.channel("cam2", channel -> channel.setPathPrefix("/live/cam/inner/"));
        services.knows();
        String key = secrets.get(Credential.VALID);
        assertEquals(400, RawPut.status(ingest.port(), "/live/cam/?cid=" + key + "&file=inner/a.ts"));
        assertEquals(403, RawPut.status(ingest.port(), "/live/cam/inner/a.ts?key=" + key));
        services.control.delete("channels/cam2");
        services.knows();
    }

    @ParameterizedTest
    @CsvSource({"PROPFIND", "MKCOL", "DELETE", "HEAD"})
    void ofADirectoryItsOwnChannelDecidesAlsoWithoutASlashAtItsEnd(String method) throws Exception {
        services.control.channel("deep", channel -> channel.setPathPrefix("/live/cam/deep/"));
        String own = services.control.key("deep", "own");
        services.knows();
        http.put(ingest.at("/" + own + "/live/cam/deep/secret.ts"), "x");
        String outer = secrets.get(Credential.VALID);
        assertEquals(
                403,
                http.send(method, ingest.at("/" + outer + "/live/cam/deep/")).statusCode());
        assertFalse(http.send(method, ingest.at("/" + outer + "/live/cam/deep"))
                .body()
                .contains("secret.ts"));
        services.control.delete("channels/deep");
        services.knows();
    }

    private HttpResponse<String> put(Place place, String path, String secret) throws Exception {
        return switch (place) {
            case BASIC ->
                http.put(
                        ingest.at(path),
                        "x",
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(("any:" + secret).getBytes(StandardCharsets.UTF_8)));
            case BEARER -> http.put(ingest.at(path), "x", "Authorization", "Bearer " + secret);
            case PATH -> http.put(ingest.at("/" + secret + path), "x");
            case QUERY -> http.put(ingest.at(path + "?key=" + secret), "x");
            case QUERY_OF_THE_CHANNEL -> http.put(ingest.at(path + "?cid=" + secret), "x");
        };
    }

    private static PublishPolicy.Builder places(KeyPlace place) {
        return PublishPolicy.newBuilder().setKeys(KeyPublishing.newBuilder().addPlaces(place));
    }

    private static boolean absent(String path) throws Exception {
        return MILLRACE.chunkLog()
                .find(ObjectPath.parse(path))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS)
                .absent();
    }
}
