package io.millrace.shaper.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.proto.control.v1.ObjectKind;
import io.millrace.proto.control.v1.SegmentClass;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DashCatalogTest {

    private static final URI MPD = URI.create("http://edge/live/manifest.mpd");

    private Instant now = Instant.parse("2026-01-01T00:01:00Z");
    private Catalog catalog = Catalog.of(SegmentClasses.BY_MANIFEST, SessionMarks.NONE, () -> now);

    /** Segments of two seconds by number, begun a minute before {@link #now}. */
    private static final String BY_NUMBER = """
            <MPD type="dynamic" availabilityStartTime="2026-01-01T00:00:00Z" timeShiftBufferDepth="PT10S">
              <Period id="p0" start="PT0S">
                <AdaptationSet contentType="video" codecs="avc1.64001f">
                  <SegmentTemplate timescale="1000" duration="2000" startNumber="1" availabilityTimeOffset="1.5"
                      initialization="$RepresentationID$/init.mp4" media="$RepresentationID$/$Number%05d$.m4s"/>
                  <Representation id="low" bandwidth="400000" width="640" height="360"/>
                  <Representation id="high" bandwidth="900000" width="1280" height="720"/>
                </AdaptationSet>
                <AdaptationSet mimeType="audio/mp4" lang="de" codecs="mp4a.40.2">
                  <SegmentTemplate timescale="48000" duration="96000" media="a-$Number$.m4s"/>
                  <Representation id="a" bandwidth="64000"/>
                </AdaptationSet>
              </Period>
            </MPD>
            """;

    @Test
    void manyRepresentationsOfALongTimelineAreNotAllCounted() {
        learn("<MPD><Period><AdaptationSet><SegmentTemplate media=\"$RepresentationID$-$Time$\"><SegmentTimeline>"
                + "<S t=\"0\" d=\"1\" r=\"99999\"/></SegmentTimeline></SegmentTemplate>"
                + "<Representation id=\"first\"/>" + "<Representation id=\"1\"/>".repeat(20_000)
                + "</AdaptationSet></Period></MPD>");
        assertEquals(OptionalLong.of(7), facts("first-7").numbers().session());
    }

    @Test
    void aPresentationMayBeSaidToLastForThousandsOfYears() {
        learn("<MPD mediaPresentationDuration=\"PT2562047788015H\"><Period><AdaptationSet>"
                + "<SegmentTemplate media=\"$Time$.m4s\"><SegmentTimeline><S t=\"0\" d=\"2\" r=\"9\"/></SegmentTimeline>"
                + "</SegmentTemplate><Representation id=\"1\"/></AdaptationSet></Period></MPD>");
        assertEquals(OptionalLong.of(2), facts("4.m4s").numbers().session());
    }

    @Test
    void representationsAreTold() {
        learn(BY_NUMBER);
        Rendition high = facts("high/00030.m4s").rendition();
        assertEquals(OptionalLong.of(900_000), high.bitRate());
        assertEquals(OptionalInt.of(1), high.ladder());
        assertEquals(OptionalInt.of(720), high.height());
        assertEquals(List.of("avc1.64001f"), high.codecs());
        Rendition audio = facts("a-30.m4s").rendition();
        assertEquals(OptionalInt.of(0), audio.ladder());
        assertEquals(Optional.of("de"), audio.language());
        assertEquals(ObjectKind.OBJECT_KIND_INIT, facts("low/init.mp4").kind());
        assertEquals(OptionalInt.of(640), facts("low/init.mp4").rendition().width());
    }

    @Test
    void ofLiveNumbersTheOldestThatCanBeAskedForIsTheFirst() {
        learn(BY_NUMBER);
        assertEquals(numbers(0, 26, 4), facts("low/00026.m4s").numbers()); // 50 s after the start
        assertEquals(numbers(4, 30, 0), facts("high/00030.m4s").numbers()); // its 2 s are over in this moment
        now = now.plusSeconds(60);
        learn(BY_NUMBER);
        assertEquals(numbers(34, 60, 0), facts("low/00060.m4s").numbers());
    }

    @Test
    void whatIsStillBeingMadeIsTheNewestAsSoonAsItMayBeAskedFor() {
        learn(BY_NUMBER);
        now = now.plusMillis(600); // 1.5 s before its end
        assertEquals(OptionalLong.of(0), facts("low/00031.m4s").numbers().liveEdge());
        assertEquals(OptionalLong.of(1), facts("low/00030.m4s").numbers().liveEdge());
    }

    @Test
    void aTimelinesSegmentsKeepTheirNumbersWhileItSlides() {
        learn(timeline("$Time$", 1, 0, 2000, 4000));
        assertEquals(numbers(1, 1), facts("v/2000.m4s").numbers());
        learn(timeline("$Time$", 1, 4000, 6000, 8000));
        assertEquals(numbers(2, 2), facts("v/4000.m4s").numbers());
        assertEquals(numbers(4, 0), facts("v/8000.m4s").numbers());
        learn(timeline("$Time$", 1, 20_000, 22_000)); // none of the last ones is in it
        assertEquals(numbers(11, 0), facts("v/22000.m4s").numbers());
        assertEquals(numbers(3, 8), facts("v/6000.m4s").numbers());
    }

    @Test
    void aTimelineMayHaveNumbers() {
        learn(timeline("$Number$", 7, 0, 2000, 4000));
        assertEquals(numbers(0, 7, 2), facts("v/7.m4s").numbers());
        learn(timeline("$Number$", 9, 4000, 6000));
        assertEquals(numbers(3, 10, 0), facts("v/10.m4s").numbers());
    }

    @Test
    void theCountGoesOnOverPeriodsAndWithinEachClass() {
        learn(periods("", ""));
        assertEquals(numbersOfClass(4, 4), facts("p1/5.m4s").numbers());
        assertEquals(numbersOfClass(5, 0), facts("ads/1.m4s").numbers());
        assertEquals(SegmentClass.SEGMENT_CLASS_AD, facts("ads/1.m4s").segmentClass());
        assertEquals(numbersOfClass(7, 5), facts("p1/11.m4s").numbers());
        assertEquals(SegmentClass.SEGMENT_CLASS_CONTENT, facts("p1/11.m4s").segmentClass());
    }

    @Test
    void spliceEventsTellWhichPeriodIsAnAdvertisement() {
        learn(periods("""
                <EventStream schemeIdUri="urn:scte:scte35:2013:xml"><Event><SpliceInfoSection>
                <SpliceInsert outOfNetworkIndicator="true"/></SpliceInfoSection></Event></EventStream>
                """, """
                <EventStream schemeIdUri="urn:scte:scte35:2014:xml+bin" presentationTimeOffset="90"><Event presentationTime="90">
                <Signal><Binary>/DAvAAAAAAAA///wBQb+dGKQoAAZAhdDVUVJSAAAjn+fCAgAAAAALKChijUCAKnMZ1g=</Binary></Signal>
                </Event></EventStream>
                """));
        assertEquals(SegmentClass.SEGMENT_CLASS_AD, facts("p1/1.m4s").segmentClass());
        assertEquals(SegmentClass.SEGMENT_CLASS_CONTENT, facts("ads/1.m4s").segmentClass());
        assertEquals(numbersOfClass(5, 0), facts("ads/1.m4s").numbers());
    }

    @Test
    void listsAndSingleFilesAreTold() {
        learn("""
                <MPD type="static" mediaPresentationDuration="PT4S"><BaseURL>vod/</BaseURL><Period>
                  <AdaptationSet mimeType="video/mp4"><Representation id="v" bandwidth="5">
                    <SegmentList duration="2"><Initialization sourceURL="i.mp4"/><SegmentURL media="x"/><SegmentURL media="y"/></SegmentList>
                  </Representation></AdaptationSet>
                  <AdaptationSet mimeType="text/vtt" lang="fr"><Representation id="t" bandwidth="1"><BaseURL>subs</BaseURL></Representation></AdaptationSet>
                </Period></MPD>
                """);
        assertEquals(ObjectKind.OBJECT_KIND_INIT, facts("vod/i.mp4").kind());
        assertEquals(OptionalLong.of(1), facts("vod/y").numbers().session());
        assertEquals(OptionalLong.empty(), facts("vod/y").numbers().liveEdge());
        assertEquals(ObjectKind.OBJECT_KIND_SEGMENT, facts("vod/subs").kind());
        assertEquals(Optional.of("fr"), facts("vod/subs").rendition().language());
    }

    @Test
    void baseUrlsAreInheritedAndMayBeSeveral() {
        learn("""
                <MPD><BaseURL>http://one.example/a/</BaseURL><BaseURL>http://two.example/b/</BaseURL><Period>
                  <AdaptationSet contentType="video"><Representation id="v" bandwidth="5"><BaseURL>c/</BaseURL>
                    <SegmentTemplate duration="2" media="$Bandwidth$-$$-$Number$.m4s"/>
                  </Representation></AdaptationSet>
                </Period></MPD>
                """);
        assertEquals(
                OptionalLong.of(5),
                catalog.facts(URI.create("http://one.example/a/c/5-$-3.m4s"))
                        .rendition()
                        .bitRate());
        assertEquals(
                OptionalLong.of(2),
                catalog.facts(URI.create("http://two.example/b/c/5-$-3.m4s"))
                        .numbers()
                        .session());
    }

    @ParameterizedTest
    @CsvSource({"$Time$, v/4000.m4s", "$Number$, v/9.m4s"})
    void theSessionGoesOnAfterARestart(String variable, String segment) {
        learn(timeline(variable, 7, 0, 2000, 4000, 6000));
        SegmentNumbers before = facts(segment).numbers();
        SessionMarks marks = catalog.marks();
        catalog = Catalog.of(SegmentClasses.BY_MANIFEST, marks, () -> now);
        assertEquals(List.of(MPD), catalog.forgotten());
        learn(timeline(variable, 8, 2000, 4000, 6000));
        assertEquals(before, facts(segment).numbers());
        assertEquals(OptionalLong.of(2), before.session());
    }

    @Test
    void anAdvertisementsCountGoesOnAfterARestart() {
        learn(periods("", ""));
        SegmentNumbers before = facts("p1/11.m4s").numbers();
        catalog = Catalog.of(SegmentClasses.BY_MANIFEST, catalog.marks(), () -> now);
        String later = periods("", "");
        learn(later.substring(0, later.indexOf("<Period")) + later.substring(later.indexOf("<Period id=\"2\"")));
        assertEquals(before, facts("p1/11.m4s").numbers());
    }

    @Test
    void whatCanNotBeReadChangesNothing() {
        learn(BY_NUMBER);
        learn(BY_NUMBER.replace("</MPD>", ""));
        assertEquals(OptionalLong.of(30), facts("low/00030.m4s").numbers().mediaSequence());
    }

    private void learn(String mpd) {
        catalog.learn(MPD, mpd);
    }

    private ObjectFacts facts(String name) {
        return catalog.facts(MPD.resolve(name));
    }

    private static SegmentNumbers numbers(long session, long number, long liveEdge) {
        return new SegmentNumbers(
                OptionalLong.of(session), OptionalLong.of(session), OptionalLong.of(number), OptionalLong.of(liveEdge));
    }

    private static SegmentNumbers numbers(long session, long liveEdge) {
        return new SegmentNumbers(
                OptionalLong.of(session), OptionalLong.of(session), OptionalLong.empty(), OptionalLong.of(liveEdge));
    }

    private SegmentNumbers numbersOfClass(long session, long ofClass) {
        // In a static presentation whose numbers begin anew in each period.
        OptionalLong sequence = OptionalLong.of(session < 5 ? session + 1 : session < 7 ? session - 4 : session + 4);
        return new SegmentNumbers(OptionalLong.of(session), OptionalLong.of(ofClass), sequence, OptionalLong.empty());
    }

    /** Segments of two seconds with these starts, in milliseconds. */
    private static String timeline(String variable, long firstNumber, long... starts) {
        StringBuilder entries = new StringBuilder();
        for (long start : starts) {
            entries.append("<S t=\"").append(start).append("\" d=\"2000\"/>");
        }
        return """
                <MPD type="dynamic" availabilityStartTime="2026-01-01T00:00:00Z"><Period id="p0" start="PT0S">
                <AdaptationSet contentType="video"><Representation id="v" bandwidth="5">
                <SegmentTemplate timescale="1000" startNumber="%d" media="$RepresentationID$/%s.m4s">
                <SegmentTimeline>%s</SegmentTimeline></SegmentTemplate></Representation></AdaptationSet></Period></MPD>
                """.formatted(firstNumber, variable, entries);
    }

    /** Five segments of content, two from elsewhere, and content again. */
    private static String periods(String inFirst, String inSecond) {
        return """
                <MPD type="static" mediaPresentationDuration="PT34S">
                %s
                %s
                %s
                </MPD>
                """.formatted(
                        period(0, "PT10S", "p1/", 1, inFirst),
                        period(1, "PT4S", "ads/", 1, inSecond),
                        period(2, "PT20S", "p1/", 11, ""));
    }

    private static String period(int id, String duration, String base, int firstNumber, String events) {
        return """
                <Period id="%d" duration="%s">%s<BaseURL>%s</BaseURL><AdaptationSet contentType="video">
                <SegmentTemplate duration="2" startNumber="%d" media="$Number$.m4s"/><Representation id="v" bandwidth="5"/>
                </AdaptationSet></Period>""".formatted(id, duration, events, base, firstNumber);
    }
}
