package io.millrace.ingest;

import io.millrace.chunklog.InvalidPathException;
import io.millrace.chunklog.ObjectPath;

/**
 * A directory as a WebDAV client names it: the path of a collection, with its last slash or without.
 *
 * @param path in its one normal form, from slash to slash
 */
record DirectoryPath(String path) {

    private static final String ANY_NAME = "x";

    /** Whether a request's path can't be an object's, because it ends with a slash. */
    static boolean isMeant(String rawPath) {
        return rawPath.endsWith("/");
    }

    /**
     * Reads the path of a request.
     *
     * @throws InvalidPathException if it leaves the root, holds a control character or a broken percent-escape, or is too
     *     long
     */
    static DirectoryPath parse(String rawPath) throws InvalidPathException {
        return new DirectoryPath(ObjectPath.parse(rawPath + "/" + ANY_NAME).directory());
    }

    /** An object or a directory in this one, by its name. */
    ObjectPath object(String name) {
        return new ObjectPath(path, name);
    }

    /** The path as a URL spells it. */
    String encoded() {
        String encoded = object(ANY_NAME).encoded();
        return encoded.substring(0, encoded.length() - ANY_NAME.length());
    }

    /** The last segment of the path; of the root a slash. */
    String name() {
        return path.equals("/")
                ? path
                : path.substring(path.lastIndexOf('/', path.length() - 2) + 1, path.length() - 1);
    }
}
