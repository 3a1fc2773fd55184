package io.millrace.edge;

/** What there is to serve for a path. */
sealed interface Found {

    /**
     * An object.
     *
     * @param object with a reference that passes to the receiver
     */
    record There(LiveObject object) implements Found {}

    /** No object. */
    enum Nothing implements Found {
        /** None is known to have been there: one may come. */
        ABSENT,
        /** One was there until a while ago: it expired, left its directory's window or was deleted. */
        GONE
    }

    /** Gives the reference back, where there is one and nobody takes it. */
    default void letGo() {
        if (this instanceof There there) {
            there.object().release();
        }
    }
}
