package io.millrace.chunklog;

/** Is told of the uploads that begin in a directory, as soon as their first chunk is stored. */
@FunctionalInterface
public interface Openings {

    /**
     * An upload began; it may be over by now, and a newer one of the same object may have been told of before. Called on a
     * Redis client thread; must not block.
     *
     * @param replaces whether there was a complete generation then
     */
    void opened(ObjectPath path, ObjectState.Open open, boolean replaces);
}
