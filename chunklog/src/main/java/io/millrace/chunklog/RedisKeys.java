package io.millrace.chunklog;

import io.lettuce.core.cluster.SlotHash;

/** The keys of an object and of its directory. The hash tag is the directory, so that all keys of a directory share a slot. */
final class RedisKeys {

    private RedisKeys() {}

    /** The hash with the object's state. */
    static String object(ObjectPath path) {
        return "mr:o:{" + path.directory() + "}" + path.name();
    }

    /** The stream that is the chunk log of one generation. */
    static String log(ObjectPath path, long generation) {
        return logPrefix(path) + generation;
    }

    /** What the keys of all logs of an object start with; the generation follows. */
    static String logPrefix(ObjectPath path) {
        return "mr:c:{" + path.directory() + "}" + path.name() + ":";
    }

    /** The sorted set of a directory's objects, those that are there and those that lately were. */
    static String index(ObjectPath path) {
        return index(path.directory());
    }

    static String index(String directory) {
        return "mr:d:{" + directory + "}";
    }

    /** The sorted set of the directories in a directory. */
    static String subdirectories(String directory) {
        return "mr:s:{" + directory + "}";
    }

    /** The stream of a directory's last openings. */
    static String openings(String directory) {
        return "mr:a:{" + directory + "}";
    }

    static int slot(String directory) {
        return SlotHash.getSlot(index(directory));
    }
}
