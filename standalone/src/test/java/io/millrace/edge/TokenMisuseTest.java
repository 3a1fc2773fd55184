package io.millrace.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.millrace.access.playback.SigningKey;
import io.millrace.edge.Player.Got;
import io.millrace.proto.control.v1.TokenPlace;
import io.millrace.standalone.Millrace;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What tokens of a signed channel let in, and what they do not: the table of their misuse. */
final class TokenMisuseTest {

    private static final String PREFIX = "/misuse/cam/";
    private static final String OBJECT = PREFIX + "a.ts";
    private static final String BODY = "the segment";
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    /** From a range for documentation (RFC 5737): a client behind a proxy. */
    private static final InetAddress FAR = InetAddress.ofLiteral("192.0.2.7");

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    private static final SaidChannels CHANNELS = new SaidChannels();
    private static final List<Row> ROWS = new ArrayList<>();
    private static OwnEdge edge;
    private static Player http1;
    private static Player http2;

    /** One use of tokens and what it is answered with. */
    record Row(String what, int status, HttpMethod method, String target, List<String> headers) {

        @Override
        public String toString() {
            return what;
        }
    }

    @BeforeAll
    static void start() throws Exception {
        CHANNELS.signed("cam", PREFIX);
        CHANNELS.signed("camera", "/misuse/camera/");
        CHANNELS.signed("inner", PREFIX + "inner/");
        CHANNELS.signed("query", "/misuse/query/", says -> says.addPlaces(TokenPlace.TOKEN_PLACE_QUERY));
        CHANNELS.signed("bound", "/misuse/bound/", says -> says.setBindClientAddress(true));
        CHANNELS.signed("chosen", "/misuse/chosen/", says -> says.addKeyIds("k2"));
        CHANNELS.channel("shut", "/misuse/shut/", says -> says.setDisabled(true));
        CHANNELS.channel("open", "/misuse/open/", says -> says);
        edge = new OwnEdge(
                MILLRACE,
                Map.of("trusted-proxies", "127.0.0.1", "listing", "true", "max-client-errors", "0"),
                CHANNELS);
        http1 = new Player(HttpVersion.HTTP_1_1, edge.at("/"));
        http2 = new Player(HttpVersion.HTTP_2, edge.at("/"));
        Asking asking = new Asking();
        for (String path : List.of(
                OBJECT,
                PREFIX + "inner/a.ts",
                "/misuse/camera/a.ts",
                "/misuse/query/a.ts",
                "/misuse/bound/a.ts",
                "/misuse/chosen/a.ts",
                "/misuse/shut/a.ts",
                "/misuse/open/a.ts",
                "/misuse/none/a.ts")) {
            asking.put(MILLRACE.ingest(path), BODY);
        }
        rows();
    }

    @AfterAll
    static void stop() throws Exception {
        http1.close();
        http2.close();
        edge.close();
    }

    private static void rows() {
        SigningKey key = CHANNELS.signingKey("cam", "k1");
        String token = SaidChannels.token(key, "k1", PREFIX);
        get("a token in the query", 200, OBJECT + "?token=" + token);
        get("a token in the query, behind another parameter", 200, OBJECT + "?CMCD=bl%3D1&token=" + token);
        get("a token in the path", 200, "/" + token + OBJECT);
        get("a token in a cookie", 200, OBJECT, "Cookie", "a=b; millrace_token=" + token);
        row("HEAD with a token", 200, HttpMethod.HEAD, OBJECT + "?token=" + token);
        get("a range with a token", 206, OBJECT + "?token=" + token, "Range", "bytes=0-2");
        get("a listing with a token", 200, PREFIX + "?token=" + token);
        row("a page's preflight, which has no token", 204, HttpMethod.OPTIONS, OBJECT);
        get("no token", 401, OBJECT);
        row("HEAD without a token", 401, HttpMethod.HEAD, OBJECT);
        get("a range without a token", 401, OBJECT, "Range", "bytes=0-2");
        get("no token for what is not there", 401, PREFIX + "none.ts");
        get("a listing without a token", 401, PREFIX);
        get("an empty token", 403, OBJECT + "?token=");
        get("no token at all in its place", 403, OBJECT + "?token=secret");
        get("a parameter of another case", 401, OBJECT + "?Token=" + token);

        get("expired", 403, OBJECT + "?token=" + SaidChannels.token(key, "k1", PREFIX, now() - 1, Optional.empty()));
        get("for another directory", 403, OBJECT + "?token=" + SaidChannels.token(key, "k1", "/misuse/other/"));
        get("for a directory around this one", 200, OBJECT + "?token=" + SaidChannels.token(key, "k1", "/misuse/"));
        get("for another object", 403, OBJECT + "?token=" + SaidChannels.token(key, "k1", PREFIX + "a.t"));
        get("for this object", 200, OBJECT + "?token=" + SaidChannels.token(key, "k1", OBJECT));
        get(
                "for the directory without its slash",
                403,
                OBJECT + "?token=" + SaidChannels.token(key, "k1", "/misuse/cam"));
        get("for the directory in capitals", 403, OBJECT + "?token=" + SaidChannels.token(key, "k1", "/MISUSE/CAM/"));
        get("for a channel whose name begins the same", 403, "/misuse/camera/a.ts?token=" + token);
        get("for the channel around, which has other keys", 403, PREFIX + "inner/a.ts?token=" + token);
        get("of an object, for the listing", 403, PREFIX + "?token=" + SaidChannels.token(key, "k1", OBJECT));
        tampered(token);

        SigningKey old = CHANNELS.signingKey("cam", "old");
        String before = SaidChannels.token(old, "old", PREFIX);
        CHANNELS.expire("cam", "old");
        get("replayed after a rotation", 403, OBJECT + "?token=" + before);
        SigningKey lost = CHANNELS.signingKey("cam", "lost");
        String revoked = SaidChannels.token(lost, "lost", PREFIX);
        CHANNELS.revoke("cam", "lost");
        get("replayed after a revocation", 403, OBJECT + "?token=" + revoked);
        SigningKey anew = CHANNELS.signingKey("cam", "anew");
        String former = SaidChannels.token(anew, "anew", PREFIX);
        CHANNELS.signingKey("cam", "anew");
        get("of a key whose name is another's now", 403, OBJECT + "?token=" + former);
        get("of a key that there is not", 403, OBJECT + "?token=" + SaidChannels.token(key, "k9", PREFIX));
        String cdn = CHANNELS.cdnKey("cam", "cdn");
        get("a CDN's secret", 401, OBJECT, "Millrace-CDN-Secret", cdn);

        get("told twice, once right", 200, OBJECT + "?token=" + before + "&token=" + token);
        get("an old cookie beside a good query", 200, OBJECT + "?token=" + token, "Cookie", "millrace_token=" + before);
        get("a bad query beside a good cookie", 200, OBJECT + "?token=x", "Cookie", "millrace_token=" + token);
        get("two tokens, none right", 403, OBJECT + "?token=" + before + "&token=" + revoked);
        get("five tokens", 403, "/" + token + OBJECT + "?token=x&token=x&token=x&token=x");
        places(token);
        addresses(key);
        spellings(token);
    }

    private static void places(String cams) {
        SigningKey key = CHANNELS.signingKey("query", "k1");
        String token = SaidChannels.token(key, "k1", "/misuse/query/");
        get("in the one place that is allowed", 200, "/misuse/query/a.ts?token=" + token);
        get("in the path, which is not", 403, "/" + token + "/misuse/query/a.ts");
        get("in a cookie, which is not", 403, "/misuse/query/a.ts", "Cookie", "millrace_token=" + token);
        SigningKey k1 = CHANNELS.signingKey("chosen", "k1");
        SigningKey k2 = CHANNELS.signingKey("chosen", "k2");
        get(
                "of the key that is named",
                200,
                "/misuse/chosen/a.ts?token=" + SaidChannels.token(k2, "k2", "/misuse/chosen/"));
        get("of another key", 403, "/misuse/chosen/a.ts?token=" + SaidChannels.token(k1, "k1", "/misuse/chosen/"));
        get("in the path of an open channel, where it does not matter", 200, "/" + cams + "/misuse/open/a.ts");
        get("for a channel that is disabled", 403, "/" + cams + "/misuse/shut/a.ts");
        get("for what no channel has", 404, "/" + cams + "/misuse/none/a.ts");
        get("what no channel has, without a token", 404, "/misuse/none/a.ts");
    }

    private static void addresses(SigningKey key) {
        String bound = SaidChannels.token(key, "k1", PREFIX, now() + 3_600, Optional.of(FAR));
        get("bound, and the proxy tells this client", 200, OBJECT + "?token=" + bound, "X-Forwarded-For", "192.0.2.7");
        get("bound, and the proxy tells another", 403, OBJECT + "?token=" + bound, "X-Forwarded-For", "192.0.2.8");
        get("bound, and the client is the proxy", 403, OBJECT + "?token=" + bound);
        get(
                "bound, and the client itself claims to be a proxy",
                403,
                OBJECT + "?token=" + bound,
                "X-Forwarded-For",
                "192.0.2.7, 192.0.2.8");
        SigningKey must = CHANNELS.signingKey("bound", "k1");
        String target = "/misuse/bound/a.ts?token=";
        get("unbound, where it must be", 403, target + SaidChannels.token(must, "k1", "/misuse/bound/"));
        get(
                "bound, where it must be",
                200,
                target + SaidChannels.token(must, "k1", "/misuse/bound/", now() + 3_600, Optional.of(LOOPBACK)));
    }

    private static void spellings(String token) {
        get("a path with double slashes", 200, "//" + token + "//misuse//cam///a.ts");
        get(
                "a token that is percent-encoded",
                200,
                "/" + token.replace(".", "%2E").replace("m", "%6d") + OBJECT);
        get("a slash behind the token that is percent-encoded", 200, "/" + token + "%2Fmisuse/cam/a.ts");
        get("dot segments that lead out of what is allowed", 403, "/" + token + PREFIX + "../camera/a.ts");
        get("percent-encoded ones", 403, "/" + token + PREFIX + "%2e%2e/camera/a.ts");
        get("dot segments that take the token away", 401, "/" + token + "/.." + OBJECT);
        get("dot segments that leave the root", 400, "/" + token + "/../.." + OBJECT);
        get("dot segments that lead back in", 200, "/" + token + "/misuse/camera/../cam/a.ts");
        get("a token that is no longer in front", 401, PREFIX + token + "/a.ts");
        get("a version in capitals", 404, "/" + token.replace("mrt1", "MRT1") + OBJECT);
        get("a token twice in the path", 200, "/" + token + "/" + token + OBJECT);
        get("nothing but a token", 404, "/" + token);
    }

    /** A character of each part is another one. */
    private static void tampered(String token) {
        String[] parts = token.split("\\.", -1);
        for (int part = 1; part < parts.length; part++) {
            for (int at : new int[] {0, parts[part].length() / 2, parts[part].length() - 1}) {
                String[] changed = parts.clone();
                char was = parts[part].charAt(at);
                changed[part] = parts[part].substring(0, at) + (was == 'A' ? 'B' : 'A') + parts[part].substring(at + 1);
                get("tampered with in part " + part + " at " + at, 403, OBJECT + "?token=" + String.join(".", changed));
            }
        }
        get("without its signature", 403, OBJECT + "?token=" + parts[0] + "." + parts[1] + ".");
        get("without its last part", 403, OBJECT + "?token=" + parts[0] + "." + parts[1]);
        get("of another version", 403, OBJECT + "?token=" + token.replace("mrt1", "mrt2"));
        get("with more behind it", 403, OBJECT + "?token=" + token + "A");
        get("padded", 403, OBJECT + "?token=" + token + "=");
        get("longer than any", 403, OBJECT + "?token=mrt1." + "A".repeat(3_000) + ".A");
    }

    static Stream<Row> rowsOfTheTable() {
        return ROWS.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rowsOfTheTable")
    void eachUseIsAnsweredAsTheTableSaysInBothVersionsOfHttp(Row row) throws Exception {
        for (Player player : List.of(http1, http2)) {
            Got got = player.send(row.method(), row.target(), row.headers().toArray(String[]::new));
            assertEquals(row.status(), got.status(), got::body);
            boolean readable = row.status() == 200 || row.status() == 206;
            if (!readable) {
                assertFalse(got.body().contains(BODY), got::body);
                assertEquals("no-store", got.header("Cache-Control").replace("private, ", ""));
            }
            assertFalse(got.headers().toString().contains("mrt1."), () -> "" + got.headers());
            assertFalse(got.body().contains("mrt1."), got::body);
            if (row.status() == 401) {
                assertEquals("Millrace-Token realm=\"millrace\"", got.header("WWW-Authenticate"));
            }
        }
    }

    private static void get(String what, int status, String target, String... headers) {
        row(what, status, HttpMethod.GET, target, headers);
    }

    private static void row(String what, int status, HttpMethod method, String target, String... headers) {
        ROWS.add(new Row(what, status, method, target, List.of(headers)));
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }
}
