package io.millrace.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoggedTargetTest {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/live/cam/a.m4s", "/live/a%20b%2Fc+d", "/live/broken%", "/live/marked_x"})
    void aPathWithoutASecretIsLoggedAsItCame(String path) {
        assertEquals(path, LoggedTarget.path(path));
    }

    @ParameterizedTest
    @CsvSource({
        "/mrk_cam-1_SECRET/live/a.ts, /mrk_cam-1_***/live/a.ts",
        "//mrk_cam-1_SECRET//live/a.ts, //mrk_cam-1_***//live/a.ts",
        "/live/mrk_cam-1_SECRET, /live/mrk_cam-1_***",
        "/mrc_cdn_SECRET/a, /mrc_cdn_***/a",
        "/mrt1.SECRET.SECRET/live/a.ts, /mrt1.***/live/a.ts",
        "/mrk_SECRET/a, /mrk_***/a",
        "/Mrk_Cam-1_SECRET/live/a.ts, /Mrk_Cam-1_***/live/a.ts",
        "/live/MRT1.SECRET/a.ts, /live/MRT1.***/a.ts"
    })
    void aSecretInAPathIsLeftOut(String path, String logged) {
        assertEquals(logged, LoggedTarget.path(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%6Drk_cam_SECRET/a",
                "/%256Drk_cam_SECRET/a",
                "/x%2Fmrk_cam_SECRET%2Fa",
                "/%zz/%6Drk_cam_SECRET",
                "/mrk%5Fcam%5FSECRET/%"
            })
    void howeverASecretIsSpelledItIsLeftOut(String path) {
        assertFalse(LoggedTarget.path(path).contains("SECRET"), () -> LoggedTarget.path(path));
    }

    @ParameterizedTest
    @CsvSource({
        "cid=SECRET&copy=0&file=out.m3u8, cid=***&copy=0&file=out.m3u8",
        "Key=SECRET, Key=***",
        "TOKEN=SECRET&Access_Token=SECRET, TOKEN=***&Access_Token=***",
        "k%65y=SECRET, k%65y=***",
        "stream=SECRET, stream=***",
        "x=mrk_cam_SECRET, x=***",
        "x=MRK_cam_SECRET, x=***",
        "Stream=SECRET, Stream=***",
        "x=%6Drk_cam_SECRET, x=***",
        "mrk_cam_SECRET, ***",
        "mrk_cam_SECRET=1, ***",
        "a=b&&c, a=b&&c"
    })
    void ofAQueryTheSecretValuesAreLeftOut(String query, String logged) {
        assertEquals(logged, LoggedTarget.query(query, Set.of("stream")));
    }

    @Test
    void withoutAQueryNothingIsLogged() {
        assertEquals("", LoggedTarget.query("", Set.of()));
    }
}
