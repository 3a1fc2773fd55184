package io.millrace.shaper.hls;

import java.util.List;

/**
 * What a media playlist lists.
 *
 * @param firstSequence the media sequence number of the first segment that it is about, skipped ones included
 * @param skipped segments that a delta update leaves out
 * @param newestSequence that of its last segment, or of the one whose parts it lists last; below the first where
 *     there is none
 * @param ended nothing is added to it any more
 * @param discontinuous whether its segments, or those before them, come from different encodings
 * @param places for each segment, how many discontinuities are before it in this playlist
 * @param parts of segments, and those that are hinted at
 * @param maps initialization sections, as written
 * @param keys as written
 * @param playlists other media playlists that it names, as written
 */
public record HlsMedia(
        long firstSequence,
        int skipped,
        long newestSequence,
        boolean ended,
        boolean discontinuous,
        List<HlsSegment> segments,
        List<Integer> places,
        List<HlsSegment> parts,
        List<String> maps,
        List<String> keys,
        List<String> playlists) {

    /** Copies the lists. */
    public HlsMedia {
        segments = List.copyOf(segments);
        places = List.copyOf(places);
        parts = List.copyOf(parts);
        maps = List.copyOf(maps);
        keys = List.copyOf(keys);
        playlists = List.copyOf(playlists);
    }

    static HlsMedia read(List<HlsLine> lines, HlsVariables variables) {
        HlsMediaReader reader = new HlsMediaReader(variables);
        lines.forEach(reader::read);
        return reader.result();
    }
}
