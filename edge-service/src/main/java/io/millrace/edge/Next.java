package io.millrace.edge;

/** What a live object has at an offset. */
sealed interface Next permits HeldChunk, Next.Gap {

    /** Why there is no chunk. */
    enum Gap implements Next {
        /** Not held in memory any more. */
        BEHIND,
        /** Not there yet. */
        PENDING,
        /** The offset is the end of the whole object. */
        COMPLETE,
        /** The upload was cut off here. */
        ABORTED
    }
}
