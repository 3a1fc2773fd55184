package io.millrace.shaper;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import io.millrace.standalone.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A stream that FFmpeg has made, of 24 segments of a second in three bit rates, at {@code /wt/master.m3u8} of a server of files;
 * {@code /wt/cdns.m3u8} offers it from two CDNs. Ends when it is closed.
 */
final class HlsStream implements AutoCloseable {

    static final int SEGMENTS = 24;

    private final Path stream;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    HlsStream(Path directory) throws IOException, InterruptedException {
        stream = Files.createDirectory(directory.resolve("wt"));
        try (Program encoder = Program.start(command(stream))) {
            assertEquals(0, encoder.exitCode(), encoder::errors);
        }
        // FFmpeg tells a tenth more than what it is told; these are DripLS's own.
        String master = Files.readString(stream.resolve("master.m3u8"))
                .replaceFirst("BANDWIDTH=65\\d{4}", "BANDWIDTH=650000")
                .replaceFirst("BANDWIDTH=99\\d{4}", "BANDWIDTH=1000000")
                .replaceFirst("BANDWIDTH=399\\d{4}", "BANDWIDTH=4000000");
        Files.writeString(stream.resolve("master.m3u8"), master);
        Files.writeString(
                stream.resolve("cdns.m3u8"),
                master.replace("index.m3u8", "index.m3u8?cdn=a") + master.replace("index.m3u8", "index.m3u8?cdn=b"));
        server = SimpleFileServer.createFileServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                directory.toAbsolutePath(),
                SimpleFileServer.OutputLevel.NONE);
        server.setExecutor(threads);
        server.start();
    }

    private static List<String> command(Path stream) {
        String input = "-f lavfi -i testsrc2=size=320x180:rate=10 -t " + SEGMENTS;
        String coding = "-map 0:v -map 0:v -map 0:v -c:v libx264 -preset ultrafast -g 10 -keyint_min 10 -sc_threshold 0"
                + " -x264-params nal-hrd=cbr"
                + rate(0, "591k")
                + rate(1, "909k")
                + rate(2, "3636k");
        String format = "-f hls -hls_time 1 -hls_list_size 0 -hls_playlist_type vod -master_pl_name master.m3u8"
                + " -hls_segment_filename " + stream + "/v%v/s%d.ts " + stream + "/v%v/index.m3u8";
        return List.of(("ffmpeg -hide_banner -nostdin -loglevel error " + input + ' ' + coding
                                + " -var_stream_map v:0_v:1_v:2 " + format)
                        .split(" ", -1))
                .stream()
                .map(word -> word.startsWith("v:0_") ? word.replace('_', ' ') : word)
                .toList();
    }

    private static String rate(int stream, String rate) {
        return " -b:v:" + stream + " " + rate + " -minrate:v:" + stream + " " + rate + " -maxrate:v:" + stream + " "
                + rate + " -bufsize:v:" + stream + " " + rate;
    }

    /** Puts a playlist beside the stream's own, or in the place of an older version. */
    void write(String name, String playlist) throws IOException {
        Files.writeString(stream.resolve(name), playlist);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
