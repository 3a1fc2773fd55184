package io.millrace.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.chunklog.ObjectPath;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaylistPaceTest {

    @ParameterizedTest
    @CsvSource({"6, 3", "4, 2", "3, 1", "2, 1", "1, 1", "0, 1", "1000, 5"})
    void aMediaPlaylistMayBeCachedForHalfATargetDuration(int target, long seconds) {
        assertEquals(seconds(seconds), hls("#EXTM3U\n#EXT-X-TARGETDURATION:" + target + "\n#EXTINF:4,\na.ts\n"));
    }

    @Test
    void aLowLatencyPlaylistChangesWithEveryPart() {
        assertEquals(seconds(1), hls("#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXT-X-PART-INF:PART-TARGET=0.33\n"));
    }

    @Test
    void aPlaylistThatHasEndedMayBeCachedLonger() {
        assertEquals(seconds(60), hls("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\na.ts\n#EXT-X-ENDLIST\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "#EXTM3U\n",
                "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nv.m3u8\n",
                "#EXTM3U\n#EXT-X-TARGETDURATION:x\n"
            })
    void aPlaylistWithoutATargetDurationDoesNotTell(String playlist) {
        assertEquals(Optional.empty(), hls(playlist));
    }

    @ParameterizedTest
    @CsvSource({"PT2S, 1", "PT10S, 5", "PT1.5S, 1", "PT0S, 1", "PT1M, 5", "PT500S, 5"})
    void aManifestMayBeCachedForHalfItsUpdatePeriod(String period, long seconds) {
        assertEquals(seconds(seconds), dash("<MPD type=\"dynamic\" minimumUpdatePeriod=\"" + period + "\">"));
    }

    @Test
    void aStaticManifestMayBeCachedLonger() {
        assertEquals(seconds(60), dash("<MPD type=\"static\" mediaPresentationDuration=\"PT1M\">"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<MPD type=\"dynamic\">", "<MPD minimumUpdatePeriod=\"soon\">"})
    void aManifestThatDoesNotSayWhenItChangesDoesNotTell(String manifest) {
        assertEquals(Optional.empty(), dash(manifest));
    }

    @Test
    void anotherFormatDoesNotTell() {
        assertEquals(Optional.empty(), PlaylistPace.of(new ObjectPath("/", "a.ism"), "#EXT-X-TARGETDURATION:6"));
    }

    private static Optional<PlaylistPace> seconds(long seconds) {
        return Optional.of(new PlaylistPace(seconds));
    }

    private static Optional<PlaylistPace> hls(String playlist) {
        return PlaylistPace.of(new ObjectPath("/", "index.m3u8"), playlist);
    }

    private static Optional<PlaylistPace> dash(String manifest) {
        return PlaylistPace.of(new ObjectPath("/", "manifest.mpd"), manifest);
    }
}
