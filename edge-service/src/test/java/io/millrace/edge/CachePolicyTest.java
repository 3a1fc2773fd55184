package io.millrace.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.millrace.chunklog.ContentHeaders;
import io.millrace.chunklog.ObjectKind;
import io.millrace.chunklog.ObjectState;
import io.millrace.proto.control.v1.CacheHeaders;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CachePolicyTest {

    private static final String MINUTE = "public, max-age=60";
    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    @Test
    void aPlaylistThatDoesNotTellIsCachedForASecond() {
        assertEquals("public, max-age=1", told(Map.of(), complete(ObjectKind.PLAYLIST, Map.of())));
    }

    @Test
    void aPlaylistThatTellsIsCachedAsItSays() {
        LiveObject playlist = complete(ObjectKind.PLAYLIST, Map.of());
        playlist.pace(Optional.of(new PlaylistPace(3)));
        assertEquals("public, max-age=3", told(Map.of(), playlist));
    }

    @Test
    void theSettingForPlaylistsWinsOverWhatTheyTell() {
        LiveObject playlist = complete(ObjectKind.PLAYLIST, Map.of());
        playlist.pace(Optional.of(new PlaylistPace(3)));
        assertEquals("no-cache", told(Map.of("cache.playlist", "no-cache"), playlist));
    }

    @ParameterizedTest
    @CsvSource({"SEGMENT", "INIT"})
    void whatIsPutOnceIsCachedForAMinute(ObjectKind kind) {
        assertEquals(MINUTE, told(Map.of(), complete(kind, Map.of())));
    }

    @ParameterizedTest
    @CsvSource({"SEGMENT", "INIT"})
    void whereNamesAreUniqueItIsCachedForEver(ObjectKind kind) {
        assertEquals(FOR_EVER, told(Map.of("unique-names", "true"), complete(kind, Map.of())));
    }

    @Test
    void anUploadInProgressIsCachedAsACompleteSegment() {
        assertEquals("max-age=5", told(Map.of("cache.segment", "max-age=5"), growing(Map.of(), 0)));
    }

    @Test
    void anUploadInProgressMayHaveItsOwnSetting() {
        assertEquals(
                "max-age=1",
                told(Map.of("cache.segment", "max-age=5", "cache.progress", "max-age=1"), growing(Map.of(), 0)));
    }

    @Test
    void anUploadThatIsLongerThanTheWindowIsNotCached() {
        assertEquals("no-store", told(Map.of("window-bytes", "10"), growing(Map.of(), 11)));
    }

    @Test
    void aStreamOfAnIcecastSourceIsNotCached() {
        assertEquals("no-store", told(Map.of(), growing(Map.of("icy-name", "radio"), 0)));
    }

    @Test
    void whatThePublisherSaysWins() {
        assertEquals(
                "max-age=7",
                told(
                        Map.of("cache.segment", "max-age=5"),
                        complete(ObjectKind.SEGMENT, Map.of("cache-control", "max-age=7"))));
    }

    @Test
    void aCdnIsToldNothingOfItsOwnUnlessItIsSet() {
        assertNull(
                headers(Map.of(), complete(ObjectKind.SEGMENT, Map.of()), false).get("CDN-Cache-Control"));
    }

    @Test
    void aCdnIsToldWhatIsSetForIt() {
        assertEquals(
                "max-age=9",
                headers(Map.of("cdn-cache.segment", "max-age=9"), complete(ObjectKind.SEGMENT, Map.of()), false)
                        .get("CDN-Cache-Control"));
    }

    @Test
    void whatThePublisherSaysHoldsForACdnToo() {
        LiveObject object = complete(ObjectKind.SEGMENT, Map.of("cache-control", "max-age=7"));
        assertNull(
                headers(Map.of("cdn-cache.segment", "max-age=9"), object, false).get("CDN-Cache-Control"));
    }

    @Test
    void noSharedCacheKeepsWhatOnlySomeMayRead() {
        HttpHeaders headers =
                headers(Map.of("cdn-cache.segment", "max-age=9"), complete(ObjectKind.SEGMENT, Map.of()), true);
        assertEquals("private, max-age=60", headers.get("Cache-Control"));
        assertNull(headers.get("CDN-Cache-Control"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "public, max-age=60 > private, max-age=60",
                "PUBLIC,max-age=60 > private, max-age=60",
                "max-age=1, s-maxage=100 > private, max-age=1",
                "no-store > private, no-store",
                "public > private",
                "private > private"
            })
    void directivesForSharedCachesAreLeftOut(String directives, String privately) {
        assertEquals(privately, CachePolicy.privately(directives));
    }

    @ParameterizedTest
    @CsvSource({"404", "410"})
    void thatNothingIsThereIsCachedAsTheSettingsSay(int status) {
        assertEquals("max-age=5", error(status, false).get("Cache-Control"));
        assertEquals("private, max-age=5", error(status, true).get("Cache-Control"));
        assertNull(error(status, true).get("CDN-Cache-Control"));
    }

    @ParameterizedTest
    @CsvSource({"400", "401", "403", "405", "416", "500", "503"})
    void anErrorOfThisClientOrThisMomentIsNotCached(int status) {
        assertEquals("no-store", error(status, false).get("Cache-Control"));
        assertNull(error(status, false).get("CDN-Cache-Control"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "public, max-age=31536000, immutable > public, max-age=1",
                "private, max-age=60 > private, max-age=1",
                "no-store > no-store",
                "no-cache > no-cache"
            })
    void aPartOfAnUploadInProgressIsNotKeptForAsLongAsTheWhole(String whole, String part) {
        HttpHeaders headers = new DefaultHttpHeaders();
        LiveObject object = growing(Map.of("cache-control", whole), 5);
        new CachePolicy(TestConfig.of(Map.of())).tellPart(headers, object, false);
        object.release();
        assertEquals(part, headers.get("Cache-Control"));
    }

    @Test
    void whatTheChannelSaysWinsOverTheSettingsAndThePublisher() {
        CacheHeaders said = says("max-age=3", "max-age=9");
        for (Map<String, String> publishers : List.of(Map.<String, String>of(), Map.of("cache-control", "max-age=7"))) {
            HttpHeaders headers = ofChannel(
                    Map.of("cache.segment", "max-age=5", "cdn-cache.segment", "max-age=6"),
                    io.millrace.proto.control.v1.CachePolicy.newBuilder()
                            .setSegments(said)
                            .build(),
                    false,
                    complete(ObjectKind.SEGMENT, publishers));
            assertEquals("max-age=3", headers.get("Cache-Control"));
            assertEquals("max-age=9", headers.get("CDN-Cache-Control"));
        }
    }

    @ParameterizedTest
    @CsvSource({"PLAYLIST", "INIT", "SEGMENT"})
    void whatTheChannelLeavesOpenIsAsThePublisherOrTheEdgeSays(ObjectKind kind) {
        io.millrace.proto.control.v1.CachePolicy silent = io.millrace.proto.control.v1.CachePolicy.getDefaultInstance();
        for (Map<String, String> publishers : List.of(Map.<String, String>of(), Map.of("cache-control", "max-age=7"))) {
            assertEquals(
                    told(Map.of("cache.playlist", "max-age=4"), complete(kind, publishers)),
                    ofChannel(Map.of("cache.playlist", "max-age=4"), silent, false, complete(kind, publishers))
                            .get("Cache-Control"));
        }
    }

    @Test
    void whatTheChannelSaysOfPlaylistsWinsOverWhatTheyTell() {
        LiveObject playlist = complete(ObjectKind.PLAYLIST, Map.of());
        playlist.pace(Optional.of(new PlaylistPace(3)));
        io.millrace.proto.control.v1.CachePolicy cache = io.millrace.proto.control.v1.CachePolicy.newBuilder()
                .setPlaylists(says("no-cache", ""))
                .build();
        assertEquals("no-cache", ofChannel(Map.of(), cache, false, playlist).get("Cache-Control"));
    }

    @Test
    void aChannelWhoseNamesAreUniqueWinsOverTheSettings() {
        io.millrace.proto.control.v1.CachePolicy unique = io.millrace.proto.control.v1.CachePolicy.newBuilder()
                .setUniqueNames(true)
                .build();
        assertEquals(
                FOR_EVER,
                ofChannel(Map.of("cache.segment", "max-age=5"), unique, false, complete(ObjectKind.SEGMENT, Map.of()))
                        .get("Cache-Control"));
    }

    @Test
    void aSegmentInProgressIsAsTheChannelsCompleteOnesUnlessItSaysMore() {
        io.millrace.proto.control.v1.CachePolicy segments = io.millrace.proto.control.v1.CachePolicy.newBuilder()
                .setSegments(says("max-age=3", ""))
                .build();
        assertEquals(
                "max-age=3",
                ofChannel(Map.of("cache.progress", "max-age=1"), segments, false, growing(Map.of(), 0))
                        .get("Cache-Control"));
        io.millrace.proto.control.v1.CachePolicy both =
                segments.toBuilder().setProgress(says("max-age=2", "")).build();
        assertEquals(
                "max-age=2",
                ofChannel(Map.of(), both, false, growing(Map.of(), 0)).get("Cache-Control"));
    }

    @Test
    void whereNotEverybodyMayReadNoSharedCacheKeepsWhatTheChannelDoesNotSay() {
        Map<String, String> settings = Map.of("cache.segment", "public, max-age=5", "cdn-cache.segment", "max-age=6");
        for (Map<String, String> publishers : List.of(
                Map.<String, String>of(),
                Map.of("cache-control", "public, max-age=5", "cdn-cache-control", "max-age=9"))) {
            HttpHeaders headers = ofChannel(
                    settings,
                    io.millrace.proto.control.v1.CachePolicy.getDefaultInstance(),
                    true,
                    complete(ObjectKind.SEGMENT, publishers));
            assertEquals("private, max-age=5", headers.get("Cache-Control"));
            assertNull(headers.get("CDN-Cache-Control"));
        }
        LiveObject playlist = complete(ObjectKind.PLAYLIST, Map.of());
        playlist.pace(Optional.of(new PlaylistPace(3)));
        assertEquals(
                "private, max-age=3",
                ofChannel(Map.of(), io.millrace.proto.control.v1.CachePolicy.getDefaultInstance(), true, playlist)
                        .get("Cache-Control"));
    }

    @Test
    void whereNotEverybodyMayReadTheChannelMayLetSharedCachesKeepItAllTheSame() {
        io.millrace.proto.control.v1.CachePolicy cache = io.millrace.proto.control.v1.CachePolicy.newBuilder()
                .setSegments(says("public, max-age=3", "max-age=9"))
                .build();
        HttpHeaders headers = ofChannel(Map.of(), cache, true, complete(ObjectKind.SEGMENT, Map.of()));
        assertEquals("public, max-age=3", headers.get("Cache-Control"));
        assertEquals("max-age=9", headers.get("CDN-Cache-Control"));
    }

    @Test
    void accessRulesAreNotOverruledByTheChannel() {
        HttpHeaders headers = new DefaultHttpHeaders();
        io.millrace.proto.control.v1.CachePolicy cache = io.millrace.proto.control.v1.CachePolicy.newBuilder()
                .setSegments(says("public, max-age=3", "max-age=9"))
                .build();
        LiveObject object = complete(ObjectKind.SEGMENT, Map.of());
        new CachePolicy(TestConfig.of(Map.of()), cache, true).tell(headers, object, true);
        object.release();
        assertEquals("private, max-age=3", headers.get("Cache-Control"));
        assertNull(headers.get("CDN-Cache-Control"));
    }

    @Test
    void thatNothingIsThereIsCachedAsTheChannelSays() {
        io.millrace.proto.control.v1.CachePolicy cache = io.millrace.proto.control.v1.CachePolicy.newBuilder()
                .setErrors(says("max-age=2", "max-age=1"))
                .build();
        HttpHeaders headers = new DefaultHttpHeaders();
        new CachePolicy(TestConfig.of(Map.of()), cache, true).tellError(HttpResponseStatus.NOT_FOUND, headers, false);
        assertEquals("max-age=2", headers.get("Cache-Control"));
        assertEquals("max-age=1", headers.get("CDN-Cache-Control"));
    }

    private static CacheHeaders says(String all, String cdn) {
        return CacheHeaders.newBuilder()
                .setCacheControl(all)
                .setCdnCacheControl(cdn)
                .build();
    }

    private static HttpHeaders ofChannel(
            Map<String, String> settings,
            io.millrace.proto.control.v1.CachePolicy channel,
            boolean personal,
            LiveObject object) {
        HttpHeaders headers = new DefaultHttpHeaders();
        new CachePolicy(TestConfig.of(settings), channel, personal).tell(headers, object, false);
        object.release();
        return headers;
    }

    private static HttpHeaders error(int status, boolean restricted) {
        HttpHeaders headers = new DefaultHttpHeaders();
        new CachePolicy(TestConfig.of(Map.of("cache.error", "max-age=5", "cdn-cache.error", "max-age=9")))
                .tellError(HttpResponseStatus.valueOf(status), headers, restricted);
        return headers;
    }

    private static String told(Map<String, String> settings, LiveObject object) {
        return headers(settings, object, false).get("Cache-Control");
    }

    private static HttpHeaders headers(Map<String, String> settings, LiveObject object, boolean restricted) {
        HttpHeaders headers = new DefaultHttpHeaders();
        new CachePolicy(TestConfig.of(settings)).tell(headers, object, restricted);
        object.release();
        return headers;
    }

    private static LiveObject complete(ObjectKind kind, Map<String, String> others) {
        return LiveObject.whole(TestObjects.SEGMENT, TestObjects.complete(1, TestObjects.ENDED, kind, others));
    }

    private static LiveObject growing(Map<String, String> others, long written) {
        ObjectState.Open open = new ObjectState.Open(1, new ContentHeaders("video/mp4", others), ObjectKind.SEGMENT);
        return LiveObject.growing(
                TestObjects.SEGMENT, open, 0, written, Long.MAX_VALUE, new GrowingMemory(Long.MAX_VALUE));
    }
}
