package io.millrace.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.access.playback.SigningKey;
import io.millrace.standalone.Ffmpeg;
import io.millrace.standalone.Millrace;
import io.millrace.standalone.Program;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that other programs sign, and streams that other programs play with them. */
final class SignedByOthersTest {

    private static final String PAGE = "docs/playback.md";
    private static final String DIRECTORY = "/live/cam/";

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    private static final SaidChannels CHANNELS = new SaidChannels();
    private static final Asking ASKING = new Asking();
    private static OwnEdge edge;
    private static SigningKey key;

    @TempDir
    private Path files;

    @BeforeAll
    static void start() {
        CHANNELS.signed("cam", DIRECTORY);
        key = CHANNELS.signingKey("cam", "k1");
        edge = new OwnEdge(MILLRACE, Map.of(), CHANNELS);
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @Test
    void theProgramOfTheDocumentationSignsWhatIsTaken() throws Exception {
        assumeTrue(runs("python3", "--version"), "no python3 on the PATH");
        ASKING.put(MILLRACE.ingest(DIRECTORY + "index.m3u8"), "#EXTM3U\n");
        String page = Files.readString(Path.of("..").resolve(PAGE));
        int from = page.indexOf("```python\n") + "```python\n".length();
        Path program = Files.writeString(files.resolve("sign.py"), page.substring(from, page.indexOf("```", from)));
        ProcessBuilder python = new ProcessBuilder("python3", program.toString());
        python.environment().put("KEY_ID", "k1");
        python.environment()
                .put("KEY_SECRET", Base64.getUrlEncoder().withoutPadding().encodeToString(key.secret()));
        try (Program signs = Program.start(python)) {
            assertEquals(0, signs.exitCode(), signs::errors);
            URI url = URI.create(signs.output().strip());
            assertEquals(200, ASKING.get(edge.at(url.getRawPath())).statusCode());
        }
    }

    @Test
    void ffmpegPlaysAStreamWhoseSegmentsInheritTheToken() throws Exception {
        String token = SaidChannels.token(key, "k1", DIRECTORY);
        String format = "-f hls -hls_time 1 -hls_list_size 0 -hls_playlist_type event";
        try (Program encoder = Ffmpeg.push(MILLRACE.ingest(DIRECTORY + "main.m3u8"), 4, Ffmpeg.format(format))) {
            assertEquals(0, encoder.exitCode(), encoder::errors);
        }
        List<String> play = List.of(
                "ffmpeg",
                "-hide_banner",
                "-nostdin",
                "-loglevel",
                "error",
                "-xerror",
                "-i",
                edge.at("/" + token + DIRECTORY + "main.m3u8").toString(),
                "-f",
                "null",
                "-");
        try (Program player = Program.start(play)) {
            assertEquals(0, player.exitCode(), player::errors);
            assertEquals("", player.errors());
        }
        assertEquals(401, ASKING.get(edge.at(DIRECTORY + "main0.ts")).statusCode());
    }

    private static boolean runs(String... command) throws InterruptedException {
        try (Program program = Program.start(List.of(command))) {
            return program.exitCode() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
