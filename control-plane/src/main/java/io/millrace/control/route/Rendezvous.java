package io.millrace.control.route;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;

/**
 * How much an edge is liked by a channel: weighted rendezvous hashing (Thaler and Ravishankar, 1998; with weights as in
 * draft-ietf-bess-weighted-hrw). Each pair has a number of its own, which knows of no other edge: that is why an edge that
 * comes or goes leaves the order of the others as it was.
 */
final class Rendezvous {

    /** A fixed algorithm: all replicas, of this release and the next, must see the same numbers. */
    private static final HashFunction HASH = Hashing.murmur3_128();

    private static final double STEP = 0x1p-53;

    private Rendezvous() {}

    /**
     * The cost of the edge for the channel, the lowest is liked best. It is drawn from the exponential distribution whose
     * rate is the weight, so that an edge is the first of all with a probability in proportion to its weight.
     */
    static double cost(String channel, RoutedEdge edge) {
        long hash = HASH.newHasher()
                .putString(channel, StandardCharsets.UTF_8)
                .putByte((byte) 0)
                .putString(edge.name(), StandardCharsets.UTF_8)
                .hash()
                .asLong();
        double uniform = ((hash >>> 11) + 0.5) * STEP;
        // StrictMath: the last bit must be the same on all machines.
        return -StrictMath.log(uniform) / edge.weight();
    }
}
