package io.millrace.shaper.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.proto.control.v1.SegmentClass;
import java.net.URI;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** However a live window slides, and whenever a shaper begins anew, segments are counted as if all were seen at once. */
class SlidingWindowTest {

    private static final URI PLAYLIST = URI.create("http://edge/live/index.m3u8");
    private static final int WINDOW = 6;

    @Property
    void segmentsKeepTheirNumbers(
            @ForAll @IntRange(min = 0, max = 1_000_000) int first,
            @ForAll @Size(min = 80, max = 80) List<Boolean> ads,
            @ForAll @Size(max = 15) List<@IntRange(min = 0, max = 5) Integer> steps,
            @ForAll @IntRange(min = 0, max = 15) int restart) {
        Catalog catalog = Catalog.of(SegmentClasses.BY_MANIFEST, SessionMarks.NONE);
        int start = 0;
        for (int i = 0; i <= steps.size(); i++) {
            if (i == restart) {
                catalog = Catalog.of(SegmentClasses.BY_MANIFEST, catalog.marks());
            }
            catalog.learn(PLAYLIST, window(first, start, ads));
            for (int at = start; at < start + WINDOW; at++) {
                assertEquals(
                        expected(first, at, start, ads),
                        catalog.facts(PLAYLIST.resolve(at + ".ts")).numbers());
                assertEquals(
                        ads.get(at) ? SegmentClass.SEGMENT_CLASS_AD : SegmentClass.SEGMENT_CLASS_CONTENT,
                        catalog.facts(PLAYLIST.resolve(at + ".ts")).segmentClass());
            }
            start += i < steps.size() ? steps.get(i) : 0;
        }
    }

    private static SegmentNumbers expected(int first, int at, int start, List<Boolean> ads) {
        boolean ad = ads.get(at);
        long ofClass = ads.subList(0, at).stream().filter(other -> other == ad).count();
        return new SegmentNumbers(
                OptionalLong.of(at),
                OptionalLong.of(ofClass),
                OptionalLong.of((long) first + at),
                OptionalLong.of(start + WINDOW - 1L - at));
    }

    private static String window(int first, int start, List<Boolean> ads) {
        StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:" + (first + start) + "\n");
        for (int at = start; at < start + WINDOW; at++) {
            text.append(ads.get(at) ? "#EXT-X-CUE-OUT\n" : "#EXT-X-CUE-IN\n");
            text.append("#EXTINF:4,\n").append(at).append(".ts\n");
        }
        return text.toString();
    }
}
