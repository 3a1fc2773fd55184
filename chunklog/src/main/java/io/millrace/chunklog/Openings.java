package io.millrace.chunklog;

/** Is told of the uploads that begin in a directory. Called on a Redis client thread; must not block. */
public interface Openings {

    /** What has them told, until it is closed. */
    interface Following extends AutoCloseable {

        /** From any thread; an opening may be told still for a moment. */
        @Override
        void close();
    }

    /**
     * An upload began a moment ago: its first chunk is stored.
     *
     * @param replaces whether there was a complete generation then
     */
    void opened(ObjectPath path, ObjectState.Open open, boolean replaces);

    /** An upload began before the openings were followed; what has become of it since is not known. */
    void openedBefore(ObjectPath path);
}
