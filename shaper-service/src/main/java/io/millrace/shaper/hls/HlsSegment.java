package io.millrace.shaper.hls;

import java.util.Optional;

/**
 * A segment, or a part of one.
 *
 * @param uri as written, variables resolved
 * @param range where it is not the whole of what the URI names
 * @param sequence the media sequence number; of a part that of its segment
 * @param seconds how long it plays; 0 where that is not told
 * @param cue what the playlist says of advertisements here
 */
public record HlsSegment(String uri, Optional<HlsRange> range, long sequence, double seconds, Cue cue) {

    /** What a playlist says of advertisements at a segment. */
    public enum Cue {
        /** It is in a break. */
        AD,
        /** It is not in a break. */
        CONTENT,
        /** Nothing before it in this playlist says. */
        UNTOLD
    }
}
