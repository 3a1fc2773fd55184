package io.millrace.edge.mount;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MountTest {

    private static final byte[] LARGE = new byte[5_000_001];

    static {
        new Random(1).nextBytes(LARGE);
    }

    @TempDir
    private Path directory;

    private ServedMount served;

    @BeforeEach
    void serve() throws IOException {
        write("ten.txt", "0123456789");
        served = new ServedMount(directory, false);
    }

    @AfterEach
    void everyFileIsClosed() throws InterruptedException {
        try (ServedMount ended = served) {
            assertTrue(ended.allClosed());
        }
    }

    @Test
    void aFileIsServedWithWhatACacheNeeds() throws Exception {
        Files.setLastModifiedTime(
                directory.resolve("ten.txt"), FileTime.from(Instant.parse("2026-01-02T03:04:05.678Z")));
        HttpResponse<byte[]> answer = served.get("/vod/ten.txt");
        assertEquals(200, answer.statusCode());
        assertEquals("0123456789", text(answer));
        assertEquals("text/plain; charset=utf-8", header(answer, "Content-Type"));
        assertEquals("10", header(answer, "Content-Length"));
        assertEquals("bytes", header(answer, "Accept-Ranges"));
        assertEquals("Fri, 02 Jan 2026 03:04:05 GMT", header(answer, "Last-Modified"));
        assertTrue(header(answer, "ETag").startsWith("\"a-"));
        assertEquals("public, max-age=60", header(answer, "Cache-Control"));
        assertEquals("*", header(answer, "Access-Control-Allow-Origin"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 1_000_000, 5_000_001})
    void aFileOfAnyLengthArrivesByteForByte(int length) throws Exception {
        byte[] content = Arrays.copyOf(LARGE, length);
        Files.write(directory.resolve("file.mp4"), content);
        HttpResponse<byte[]> answer = served.get("/vod/file.mp4");
        assertEquals(200, answer.statusCode());
        assertArrayEquals(content, answer.body());
    }

    @Test
    void aFileArrivesOverHttp2Too() throws Exception {
        Files.write(directory.resolve("file.mp4"), LARGE);
        HttpClientOptions options =
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false);
        Buffer body = served.vertx
                .createHttpClient(options)
                .request(HttpMethod.GET, served.port(), "127.0.0.1", "/vod/file.mp4")
                .compose(request -> request.send().compose(HttpClientResponse::body))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        assertArrayEquals(LARGE, body.getBytes());
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 206, 0, bytes 0-0/10",
        "bytes=3-5, 206, 345, bytes 3-5/10",
        "bytes=7-, 206, 789, bytes 7-9/10",
        "bytes=-2, 206, 89, bytes 8-9/10",
        "bytes=8-100, 206, 89, bytes 8-9/10",
        "lines=1-2, 200, 0123456789, "
    })
    void aRangeIsServed(String range, int status, String body, String contentRange) throws Exception {
        HttpResponse<byte[]> answer = served.get("/vod/ten.txt", "Range", range);
        assertEquals(status, answer.statusCode());
        assertEquals(body, text(answer));
        assertEquals(contentRange, answer.headers().firstValue("Content-Range").orElse(null));
    }

    @Test
    void aRangeInTheMiddleOfALargeFileIsServed() throws Exception {
        Files.write(directory.resolve("file.mp4"), LARGE);
        HttpResponse<byte[]> answer = served.get("/vod/file.mp4", "Range", "bytes=1000000-3999999");
        assertArrayEquals(Arrays.copyOfRange(LARGE, 1_000_000, 4_000_000), answer.body());
    }

    @Test
    void severalRangesAreServedInOneBody() throws Exception {
        HttpResponse<byte[]> answer = served.get("/vod/ten.txt", "Range", "bytes=0-1,4-5,-1");
        assertEquals(206, answer.statusCode());
        String type = header(answer, "Content-Type");
        String boundary = type.substring("multipart/byteranges; boundary=".length());
        String part = "--" + boundary + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Range: bytes ";
        assertEquals(
                part + "0-1/10\r\n\r\n01\r\n" + part + "4-5/10\r\n\r\n45\r\n" + part + "9-9/10\r\n\r\n9\r\n--"
                        + boundary + "--\r\n",
                text(answer));
        assertEquals(Integer.toString(answer.body().length), header(answer, "Content-Length"));
    }

    @Test
    void aRangeBeyondTheEndIsRefused() throws Exception {
        HttpResponse<byte[]> answer = served.get("/vod/ten.txt", "Range", "bytes=10-");
        assertEquals(416, answer.statusCode());
        assertEquals("bytes */10", header(answer, "Content-Range"));
        assertEquals("no-store", header(answer, "Cache-Control"));
    }

    @Test
    void headTellsWhatGetWould() throws Exception {
        HttpResponse<byte[]> answer = served.send("HEAD", "/vod/ten.txt");
        assertEquals(200, answer.statusCode());
        assertEquals("10", header(answer, "Content-Length"));
        assertEquals(0, answer.body().length);
        assertEquals(
                206, served.send("HEAD", "/vod/ten.txt", "Range", "bytes=0-").statusCode());
    }

    @Test
    void whatAClientHasIsNotSentAgainUntilItIsAnother() throws Exception {
        String etag = header(served.get("/vod/ten.txt"), "ETag");
        assertEquals(304, served.get("/vod/ten.txt", "If-None-Match", etag).statusCode());
        assertEquals(
                206,
                served.get("/vod/ten.txt", "If-Range", etag, "Range", "bytes=0-1")
                        .statusCode());
        write("new", "9876543210");
        Files.move(directory.resolve("new"), directory.resolve("ten.txt"), StandardCopyOption.ATOMIC_MOVE);
        HttpResponse<byte[]> answer = served.get("/vod/ten.txt", "If-None-Match", etag);
        assertEquals(200, answer.statusCode());
        assertEquals("9876543210", text(answer));
        assertNotEquals(etag, header(answer, "ETag"));
        assertEquals(
                200,
                served.get("/vod/ten.txt", "If-Range", etag, "Range", "bytes=0-1")
                        .statusCode());
        assertEquals(412, served.get("/vod/ten.txt", "If-Match", etag).statusCode());
    }

    @Test
    void aTextIsSentCompressedToWhoeverTakesIt() throws Exception {
        String playlist = "#EXTINF:2.000,\nsegment.m4s\n".repeat(1000);
        write("index.m3u8", playlist);
        HttpResponse<byte[]> plain = served.get("/vod/index.m3u8");
        HttpResponse<byte[]> coded = served.get("/vod/index.m3u8", "Accept-Encoding", "gzip, deflate, br, zstd");
        assertEquals(playlist, text(plain));
        assertEquals("gzip", header(coded, "Content-Encoding"));
        assertEquals(playlist, new String(unzipped(coded.body()), StandardCharsets.UTF_8));
        assertEquals("Accept-Encoding", header(plain, "Vary"));
        assertEquals("Accept-Encoding", header(coded, "Vary"));
        String etag = header(coded, "ETag");
        assertEquals(header(plain, "ETag").replaceFirst("\"$", "-gzip\""), etag);
        assertEquals(
                304,
                served.get("/vod/index.m3u8", "Accept-Encoding", "gzip", "If-None-Match", etag)
                        .statusCode());
        assertEquals(200, served.get("/vod/index.m3u8", "If-None-Match", etag).statusCode());
        HttpResponse<byte[]> part =
                served.get("/vod/index.m3u8", "Accept-Encoding", "gzip", "Range", "bytes=2-9", "If-Range", etag);
        assertArrayEquals(Arrays.copyOfRange(coded.body(), 2, 10), part.body());
        HttpResponse<byte[]> head = served.send("HEAD", "/vod/index.m3u8", "Accept-Encoding", "gzip");
        assertEquals(Integer.toString(coded.body().length), header(head, "Content-Length"));
    }

    @Test
    void aCompressedTextIsMadeAnewWhenItsFileChanges() throws Exception {
        write("index.m3u8", "#EXTINF:2.000,\n".repeat(100));
        served.get("/vod/index.m3u8", "Accept-Encoding", "gzip");
        write("index.m3u8", "#EXTINF:4.000,\nx\n".repeat(100));
        byte[] coded = served.get("/vod/index.m3u8", "Accept-Encoding", "gzip").body();
        assertEquals("#EXTINF:4.000,\nx\n".repeat(100), new String(unzipped(coded), StandardCharsets.UTF_8));
    }

    @Test
    void mediaAreSentAsTheyAre() throws Exception {
        Files.write(directory.resolve("file.mp4"), LARGE);
        HttpResponse<byte[]> answer = served.get("/vod/file.mp4", "Accept-Encoding", "gzip");
        assertEquals("", header(answer, "Content-Encoding"));
        assertEquals("", header(answer, "Vary"));
        assertArrayEquals(LARGE, answer.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/vod/none.txt",
                "/vod/ten.txt/",
                "/vod/ten.txt/x",
                "/vod/.hidden",
                "/vod/out",
                "/vod/fifo",
                "/vod/sub",
                "/vod/sub/",
                "/vod/",
                "/vod",
                "/vod/%2e%68idden"
            })
    void whatMayNotBeServedIsNotThere(String path) throws Exception {
        write(".hidden", "hidden");
        Files.createDirectory(directory.resolve("sub"));
        Files.createSymbolicLink(directory.resolve("out"), Path.of("/etc/passwd"));
        new ProcessBuilder("mkfifo", directory.resolve("fifo").toString())
                .start()
                .waitFor();
        HttpResponse<byte[]> answer = served.get(path);
        assertEquals(404, answer.statusCode());
        assertEquals("no-store", header(answer, "Cache-Control"));
        assertEquals("*", header(answer, "Access-Control-Allow-Origin"));
    }

    @ParameterizedTest
    @CsvSource({"/vod/../../etc/passwd, 400", "/vod/%2e%2e/x, 410", "/vod/..%2f..%2fetc/passwd, 400"})
    void noPathLeadsOutOfAMount(String path, int status) throws Exception {
        assertEquals(status, served.get(path).statusCode());
    }

    @Test
    void namesArePercentDecoded() throws Exception {
        write("a b(1)+%.txt", "x");
        assertEquals("x", text(served.get("/vod/a%20b(1)+%25.txt")));
        assertEquals("x", text(served.get("//vod//a%20b%281%29%2b%25.txt")));
    }

    @Test
    void aLinkThatStaysInsideIsFollowed() throws Exception {
        Files.createSymbolicLink(directory.resolve("link.txt"), Path.of("ten.txt"));
        assertEquals("0123456789", text(served.get("/vod/link.txt")));
    }

    @Test
    void aListingIsForThoseWhoTurnItOn() throws Exception {
        served.close();
        served = new ServedMount(directory, true);
        Files.createDirectory(directory.resolve("a&b"));
        write("a&b/c.mp4", "c");
        HttpResponse<byte[]> page = served.get("/vod/");
        assertEquals(200, page.statusCode());
        assertEquals("text/html; charset=utf-8", header(page, "Content-Type"));
        assertEquals("no-store", header(page, "Cache-Control"));
        assertTrue(text(page).contains("<a href=\"./a%26b/\">a&amp;b/</a>"));
        assertTrue(text(page).contains("<a href=\"./ten.txt\">ten.txt</a><td>10 B"));
        HttpResponse<byte[]> json = served.get("/vod/a%26b/?format=json");
        assertTrue(text(json).contains("\"name\":\"c.mp4\",\"type\":\"object\",\"bytes\":1,"));
        assertTrue(text(json).contains("\"directory\":\"/vod/a&b/\",\"whole\":true"));
    }

    @Test
    void aListingIsBounded() throws Exception {
        served.close();
        served = new ServedMount(directory, true);
        for (int i = 0; i < 10; i++) {
            write("file" + i, "x");
        }
        String json = text(served.get("/vod/?format=json"));
        assertTrue(json.contains("\"whole\":false"));
        assertTrue(json.contains("\"file4\""));
        assertFalse(json.contains("\"file5\""));
    }

    @ParameterizedTest
    @CsvSource({"/vod, ./vod/", "/vod/a%26b, ./a&b/", "//vod//a&b, ./a&b/"})
    void aDirectoryWithoutItsSlashIsFoundWithIt(String path, String location) throws Exception {
        served.close();
        served = new ServedMount(directory, true);
        Files.createDirectory(directory.resolve("a&b"));
        HttpResponse<byte[]> answer = served.get(path);
        assertEquals(301, answer.statusCode());
        assertEquals(location, header(answer, "Location"));
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
    }

    private static byte[] unzipped(byte[] coded) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(coded)).readAllBytes();
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
