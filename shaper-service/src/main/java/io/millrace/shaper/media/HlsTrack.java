package io.millrace.shaper.media;

import io.millrace.proto.control.v1.SegmentClass;
import io.millrace.shaper.hls.HlsMedia;
import io.millrace.shaper.hls.HlsSegment;
import io.millrace.shaper.url.UrlText;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Counts the segments of one media playlist, and tells their classes. Guarded by its catalogue. */
final class HlsTrack {

    private final SegmentClasses classes;
    private final AdPlaces places = new AdPlaces();

    private boolean known;
    /** A segment's number is its media sequence number and this. */
    private long offset;
    /** Those with a lower number have been counted. */
    private long counted;

    private long adsCounted;
    /** The number after that of the last advertisement. */
    private long adsUntil;

    private boolean cued;
    private boolean ended;
    private long newest;

    /** The classes of what the playlist listed last, from a media sequence number on. */
    private long classesFrom;

    private List<SegmentClass> listed = List.of();

    /** How many advertisements are before each of these. */
    private List<Long> adsBefore = List.of();

    HlsTrack(SegmentClasses classes, Optional<SegmentMark> mark) {
        this.classes = classes;
        mark.ifPresent(kept -> {
            known = true;
            offset = kept.number() - kept.key();
            counted = kept.adsUntil();
            adsCounted = kept.ads();
            adsUntil = kept.adsUntil();
        });
    }

    /**
     * Takes in what the playlist lists.
     *
     * @param shared the media sequence number from which another rendition counts; nothing where none is near
     */
    void learn(URI playlist, HlsMedia media, OptionalLong shared) {
        if (!known) {
            known = true;
            offset = -shared.orElse(media.firstSequence());
        } else if (!listed.isEmpty() && media.newestSequence() < classesFrom) {
            offset = counted - media.firstSequence(); // its origin began anew
            listed = List.of();
        }
        ended = media.ended();
        newest = media.newestSequence();
        classify(playlist, media);
        count();
    }

    private void classify(URI playlist, HlsMedia media) {
        List<HlsSegment> segments = new ArrayList<>(media.segments());
        if (!media.parts().isEmpty()
                && media.parts().getLast().sequence() == newest
                && newest == media.firstSequence() + media.skipped() + segments.size()) {
            segments.add(media.parts().getLast()); // the segment that its parts are of
        }
        cued |= segments.stream().anyMatch(segment -> segment.cue() != HlsSegment.Cue.UNTOLD);
        if (!cued && media.discontinuous()) {
            places.look(stretches(playlist, media));
        }
        long from = media.firstSequence() + media.skipped();
        List<SegmentClass> found = new ArrayList<>(segments.size());
        for (int i = 0; i < segments.size(); i++) {
            found.add(classOf(playlist, segments, i, found, from));
        }
        List<SegmentClass> all = new ArrayList<>();
        for (long sequence = media.firstSequence(); sequence < from; sequence++) {
            all.add(classAt(sequence).orElse(SegmentClass.SEGMENT_CLASS_CONTENT));
        }
        all.addAll(found);
        listed = all;
        classesFrom = media.firstSequence();
    }

    private SegmentClass classOf(
            URI playlist, List<HlsSegment> segments, int at, List<SegmentClass> before, long from) {
        HlsSegment segment = segments.get(at);
        Optional<URI> url = UrlText.resolve(playlist, segment.uri());
        Optional<SegmentClass> byUrl = url.flatMap(classes::of);
        if (byUrl.isPresent()) {
            return byUrl.orElseThrow();
        }
        if (segment.cue() != HlsSegment.Cue.UNTOLD) {
            return of(segment.cue() == HlsSegment.Cue.AD);
        }
        Optional<SegmentClass> seen = classAt(from + at);
        if (seen.isPresent()) {
            return seen.orElseThrow();
        }
        if (cued) {
            return at > 0 ? before.get(at - 1) : classAt(from - 1).orElseGet(() -> of(endsFirst(segments)));
        }
        return of(url.flatMap(found -> places.ad(UrlKey.directory(UrlKey.of(found))))
                .orElse(false));
    }

    /** Whether what the playlist says first is that a break is over. */
    private static boolean endsFirst(List<HlsSegment> segments) {
        return segments.stream()
                .map(HlsSegment::cue)
                .filter(cue -> cue != HlsSegment.Cue.UNTOLD)
                .findFirst()
                .filter(HlsSegment.Cue.CONTENT::equals)
                .isPresent();
    }

    private static List<Map<String, Double>> stretches(URI playlist, HlsMedia media) {
        List<Map<String, Double>> stretches = new ArrayList<>();
        for (int i = 0; i < media.segments().size(); i++) {
            if (i == 0 || !media.places().get(i).equals(media.places().get(i - 1))) {
                stretches.add(new HashMap<>());
            }
            HlsSegment segment = media.segments().get(i);
            UrlText.resolve(playlist, segment.uri())
                    .ifPresent(url -> stretches
                            .getLast()
                            .merge(UrlKey.directory(UrlKey.of(url)), segment.seconds(), Double::sum));
        }
        return stretches;
    }

    private static SegmentClass of(boolean ad) {
        return ad ? SegmentClass.SEGMENT_CLASS_AD : SegmentClass.SEGMENT_CLASS_CONTENT;
    }

    /** Counts what is new; what was never listed between is taken for content. */
    private void count() {
        long first = classesFrom + offset;
        long ads = adsCounted;
        for (int i = 0; i < listed.size() && first + i < counted; i++) {
            ads -= ad(i) ? 1 : 0;
        }
        List<Long> before = new ArrayList<>(listed.size());
        for (int i = 0; i < listed.size(); i++) {
            before.add(ads);
            if (ad(i)) {
                ads++;
                adsUntil = Math.max(adsUntil, first + i + 1);
            }
        }
        if (first + listed.size() >= counted) {
            counted = first + listed.size();
            adsCounted = ads;
        }
        adsBefore = before;
    }

    private boolean ad(int at) {
        return listed.get(at) == SegmentClass.SEGMENT_CLASS_AD;
    }

    private Optional<SegmentClass> classAt(long sequence) {
        long at = sequence - classesFrom;
        return at < 0 || at >= listed.size() ? Optional.empty() : Optional.of(listed.get((int) at));
    }

    /** The class of what the playlist lists now, or has just ceased to; content where it never did. */
    SegmentClass segmentClass(long sequence) {
        return classAt(sequence).orElse(SegmentClass.SEGMENT_CLASS_CONTENT);
    }

    /** The number of a segment within its class; nothing where the playlist does not list it now. */
    OptionalLong ofClass(long sequence) {
        long at = sequence - classesFrom;
        if (at < 0 || at >= listed.size()) {
            return OptionalLong.empty();
        }
        long ads = adsBefore.get((int) at);
        return OptionalLong.of(ad((int) at) ? ads : number(sequence) - ads);
    }

    long number(long sequence) {
        return sequence + offset;
    }

    /** How far a segment is from the newest; nothing where none will follow. */
    OptionalLong liveEdge(long sequence) {
        return ended ? OptionalLong.empty() : OptionalLong.of(Math.max(0, newest - sequence));
    }

    /** The media sequence number of the segment that has the number 0. */
    long zero() {
        return -offset;
    }

    SegmentMark mark() {
        // All advertisements that were counted are below the number that follows the last of them.
        return new SegmentMark(zero(), 0, adsCounted, adsUntil);
    }
}
