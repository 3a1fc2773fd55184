package io.millrace.chunklog;

/** What happened to an object. A hint that travels through Kafka; Redis is the truth. */
public sealed interface Announcement {

    ObjectPath path();

    /** The generation that this is about; of two generations of one object the larger is the newer. */
    long generation();

    /** An upload began and its first chunk is stored. */
    record Opened(ObjectPath path, long generation) implements Announcement {}

    /** An upload ended well; the generation is the one to serve. */
    record Completed(ObjectPath path, long generation, long length) implements Announcement {}

    /** An upload was cut off. */
    record Aborted(ObjectPath path, long generation) implements Announcement {}

    /** The object was deleted, with every generation up to this one. */
    record Deleted(ObjectPath path, long generation) implements Announcement {}
}
