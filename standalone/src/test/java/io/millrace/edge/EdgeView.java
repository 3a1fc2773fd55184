package io.millrace.edge;

/** What a test sees of an edge besides its responses. */
public final class EdgeView {

    private EdgeView() {}

    public static int heldRequests(EdgeServer edge) {
        return edge.held().count();
    }

    public static boolean announcementsAreHeard(EdgeServer edge) {
        return edge.feed().current();
    }
}
