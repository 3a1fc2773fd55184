package io.millrace.edge;

import io.millrace.chunklog.InvalidPathException;
import io.millrace.chunklog.ObjectPath;

/**
 * What a request's path names: an object or a directory, in normal form.
 *
 * @param directory starts and ends with a slash
 * @param name empty where the directory itself is meant
 */
record RequestTarget(String directory, String name) {

    /** @throws InvalidPathException if it names neither */
    static RequestTarget parse(String rawPath) throws InvalidPathException {
        if (rawPath.endsWith("/")) {
            return new RequestTarget(ObjectPath.parse(rawPath + "name").directory(), "");
        }
        ObjectPath path = ObjectPath.parse(rawPath);
        return new RequestTarget(path.directory(), path.name());
    }

    boolean isDirectory() {
        return name.isEmpty();
    }

    /** Only of an object. */
    ObjectPath path() {
        return new ObjectPath(directory, name);
    }
}
