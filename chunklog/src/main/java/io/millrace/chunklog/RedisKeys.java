package io.millrace.chunklog;

import io.lettuce.core.cluster.SlotHash;

/** The keys of one object. The hash tag is the directory, so that all keys of a directory share a slot. */
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

    /** The directory's own hash, an object without a name: which objects live as long as the directory does. */
    static String directory(ObjectPath path) {
        return directory(path.directory());
    }

    static String directory(String directory) {
        return "mr:o:{" + directory + "}";
    }

    static int slot(ObjectPath path) {
        return SlotHash.getSlot(directory(path));
    }
}
