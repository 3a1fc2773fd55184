package io.millrace.edge.mount;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountSettingTest {

    private static final MountOptions OPTIONS = new MountOptions(false, 10, Duration.ofSeconds(1));

    @TempDir
    private Path directory;

    @Test
    void aMountHasANameAndADirectory() {
        assertEquals(new MountSetting("vod", directory), MountSetting.parse("vod=" + directory));
        assertEquals(new MountSetting("v.o-d_1", directory), MountSetting.parse(" v.o-d_1 = " + directory + " "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '~',
            value = {
                "/srv/vod > a mount is like vod=/srv/vod",
                "=/srv/vod > its name must be one path segment of letters, digits, '-', '_' and '.'",
                "a/b=/srv/vod > its name must be one path segment of letters, digits, '-', '_' and '.'",
                "..=/srv/vod > its name must be one path segment of letters, digits, '-', '_' and '.'",
                ".x=/srv/vod > its name must be one path segment of letters, digits, '-', '_' and '.'",
                "vod=srv/vod > its directory must begin with a slash",
                "vod= > its directory must begin with a slash",
                "vod=/none/such > there is no directory /none/such",
                "vod=/dev/null > there is no directory /dev/null"
            })
    void aBrokenSettingIsRefusedWithOneLine(String setting, String fault) {
        InvalidMountException refused = assertThrows(InvalidMountException.class, () -> MountSetting.parse(setting));
        assertEquals("MILLRACE_EDGE_MOUNTS has \"" + setting + "\": " + fault, refused.getMessage());
    }

    @Test
    void aNameStandsForOneDirectory() throws IOException {
        Path other = Files.createDirectory(directory.resolve("other"));
        List<String> settings = List.of("vod=" + directory, "vod=" + other);
        InvalidMountException refused = assertThrows(InvalidMountException.class, () -> Mounts.open(settings, OPTIONS));
        assertEquals(
                "MILLRACE_EDGE_MOUNTS has \"vod=" + other + "\": there is another mount with this name",
                refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "/vod/, a.mp4, true",
        "/vod/, '', true",
        "/vod/sub/, a.mp4, true",
        "/, vod, true",
        "/, '', false",
        "/, a.mp4, false",
        "/live/vod/, a.mp4, false",
        "/vod2/, a.mp4, false",
        "/VOD/, a.mp4, false"
    })
    void aMountHidesWhatElseHasItsName(String of, String name, boolean found) {
        try (Mounts mounts = Mounts.open(List.of("vod=" + directory), OPTIONS)) {
            assertEquals(found, mounts.find(of, name).isPresent());
        }
    }
}
