package io.millrace.shaper.session;

import io.millrace.proto.control.v1.TrackMark;
import io.millrace.shaper.media.SegmentMark;
import io.millrace.shaper.media.SessionMarks;
import java.util.HashMap;
import java.util.Map;

/** A catalogue's marks as the control plane keeps them. */
final class StoredMarks {

    /** Of the name of a track; one whose name is longer is not kept. */
    private static final int MOST_CHARACTERS = 1024;

    private StoredMarks() {}

    static Map<String, TrackMark> of(SessionMarks marks) {
        Map<String, TrackMark> stored = new HashMap<>();
        marks.tracks().forEach((track, mark) -> {
            if (track.length() <= MOST_CHARACTERS) {
                stored.put(
                        track,
                        TrackMark.newBuilder()
                                .setKey(mark.key())
                                .setNumber(mark.number())
                                .setAds(mark.ads())
                                .setAdsUntil(mark.adsUntil())
                                .build());
            }
        });
        return stored;
    }

    static SessionMarks read(Map<String, TrackMark> stored) {
        Map<String, SegmentMark> tracks = new HashMap<>();
        stored.forEach((track, mark) ->
                tracks.put(track, new SegmentMark(mark.getKey(), mark.getNumber(), mark.getAds(), mark.getAdsUntil())));
        return new SessionMarks(tracks);
    }
}
