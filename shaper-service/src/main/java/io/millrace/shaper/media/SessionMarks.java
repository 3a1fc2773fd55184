package io.millrace.shaper.media;

import java.util.Map;

/**
 * What must survive a restart so that a session's segments keep their numbers.
 *
 * @param tracks by the URL of the manifest that has the track, and in DASH the track's and the period's name behind it; at
 *     most {@value #MOST_TRACKS}
 */
public record SessionMarks(Map<String, SegmentMark> tracks) {

    /** More are not kept. */
    public static final int MOST_TRACKS = 128;

    /** Nor those of tracks with a longer name, in characters. */
    public static final int MOST_NAME = 1_024;

    /** Of a session that begins. */
    public static final SessionMarks NONE = new SessionMarks(Map.of());

    /** Copies the map. */
    public SessionMarks {
        tracks = Map.copyOf(tracks);
    }
}
