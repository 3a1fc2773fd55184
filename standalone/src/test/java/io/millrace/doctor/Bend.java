package io.millrace.doctor;

/** What a {@link BentProxy} does that no proxy should. */
enum Bend {
    /** Nothing: it passes all on. */
    NONE,
    /** Ends an upload well that its client has broken off. */
    COMPLETES_UPLOADS,
    /** Leaves an upload open that its client has broken off. */
    LEAVES_UPLOADS_OPEN,
    /** Ends a response well that the edge has cut off. */
    COMPLETES_RESPONSES,
    /** Waits with each piece of an upload. */
    DELAYS_UPLOADS,
    /** Waits with each piece of a response that has no length. */
    DELAYS_RESPONSES,
    /** Ends every upload that takes longer than a second. */
    CUTS_LONG_UPLOADS,
    /** Ends every response that takes longer than a second. */
    CUTS_LONG_RESPONSES,
    /** Changes one byte of every response with a body. */
    CHANGES_BYTES,
    /** Makes entity tags weak ones. */
    WEAKENS_TAGS,
    /** Says another type. */
    CHANGES_TYPES,
    /** Takes Cache-Control away. */
    DROPS_CACHE_CONTROL,
    /** Leaves ranges out of requests. */
    DROPS_RANGES,
    /** Refuses DELETE. */
    REFUSES_DELETE,
    /** Refuses Expect. */
    REFUSES_EXPECT,
    /** Redirects all uploads. */
    REDIRECTS
}
