package io.millrace.shaper.session;

import io.millrace.shaper.media.SegmentMark;
import io.millrace.shaper.media.SessionMarks;
import java.util.HashMap;
import java.util.Map;

/** A catalogue's marks as the control plane keeps them: numbers by names. */
final class StoredMarks {

    private static final String KEY = "/key";
    private static final String NUMBER = "/number";
    private static final String ADS = "/ads";
    private static final String ADS_UNTIL = "/ads-until";
    /** Of the name of a mark; that of a track whose name is longer is not kept. */
    private static final int MOST_CHARACTERS = 1024;

    private StoredMarks() {}

    static Map<String, Long> of(SessionMarks marks) {
        Map<String, Long> stored = new HashMap<>();
        marks.tracks().forEach((track, mark) -> {
            if (track.length() + ADS_UNTIL.length() <= MOST_CHARACTERS) {
                stored.put(track + KEY, mark.key());
                stored.put(track + NUMBER, mark.number());
                stored.put(track + ADS, mark.ads());
                stored.put(track + ADS_UNTIL, mark.adsUntil());
            }
        });
        return stored;
    }

    static SessionMarks read(Map<String, Long> stored) {
        Map<String, SegmentMark> tracks = new HashMap<>();
        stored.forEach((name, key) -> {
            if (name.endsWith(KEY)) {
                String track = name.substring(0, name.length() - KEY.length());
                tracks.put(
                        track,
                        new SegmentMark(
                                key,
                                stored.getOrDefault(track + NUMBER, 0L),
                                stored.getOrDefault(track + ADS, 0L),
                                stored.getOrDefault(track + ADS_UNTIL, 0L)));
            }
        });
        return new SessionMarks(tracks);
    }
}
