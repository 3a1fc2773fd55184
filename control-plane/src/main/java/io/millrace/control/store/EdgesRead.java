package io.millrace.control.store;

import java.util.SortedMap;

/**
 * All edges, as they were read. Times are of Redis's clock, which all replicas have in common.
 *
 * @param nowMillis when
 * @param gapStartMillis when the last time began in which nobody was there to take reports; 0 where there was none
 * @param gapEndMillis when it ended
 * @param edges by their ids
 */
public record EdgesRead(
        long nowMillis, long gapStartMillis, long gapEndMillis, SortedMap<String, VersionedEdge> edges) {

    /** For how long an edge has not reported, not counting the time in which it could not: so nobody is lost by that. */
    public long silentMillis(VersionedEdge edge) {
        long silent = nowMillis - edge.reportMillis();
        return edge.reportMillis() < gapEndMillis
                ? silent - (gapEndMillis - Math.max(gapStartMillis, edge.reportMillis()))
                : silent;
    }
}
