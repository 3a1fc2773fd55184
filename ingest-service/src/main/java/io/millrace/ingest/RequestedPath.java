package io.millrace.ingest;

import io.millrace.chunklog.InvalidPathException;
import io.millrace.chunklog.ObjectPath;
import java.util.Optional;

/**
 * What a request's path names.
 *
 * @param directory if it is a directory's, which it may be with or without a slash at its end
 * @param object if it is an object's, which it can't be with a slash at its end
 */
record RequestedPath(DirectoryPath directory, Optional<ObjectPath> object) {

    /**
     * Reads the path of a request.
     *
     * @throws InvalidPathException if it names nothing that can be
     */
    static RequestedPath parse(String rawPath) throws InvalidPathException {
        if (DirectoryPath.isMeant(rawPath)) {
            return new RequestedPath(DirectoryPath.parse(rawPath), Optional.empty());
        }
        ObjectPath object = ObjectPath.parse(rawPath);
        return new RequestedPath(new DirectoryPath(object + "/"), Optional.of(object));
    }

    /** The same for a directory, with a slash at its end or without. */
    static RequestedPath parseDirectory(String rawPath) throws InvalidPathException {
        return new RequestedPath(DirectoryPath.parse(rawPath), Optional.empty());
    }

    /** Where a body can be put. */
    ObjectPath requireObject() throws InvalidPathException {
        return object.orElseThrow(() -> new InvalidPathException(
                "the path names a directory, not an object: it has no name after its last slash"));
    }

    /** The directory that an answer tells something of: that of the object, or the one that is named. */
    String changedDirectory() {
        return object.map(ObjectPath::directory).orElse(directory.path());
    }

    /** The decoded path; with a slash at its end if it is a directory's only. */
    String text() {
        return object.map(ObjectPath::toString).orElse(directory.path());
    }

    /** The first part, or an empty string at the root. */
    String firstPart() {
        return directory.path().substring(1, Math.max(1, directory.path().indexOf('/', 1)));
    }

    /** The same without the first part, which there must be; an object of which nothing is left becomes the root. */
    RequestedPath withoutFirstPart() {
        int start = firstPart().length() + 1;
        return new RequestedPath(
                new DirectoryPath(directory.path().substring(start)),
                object.filter(whole -> whole.directory().length() > start)
                        .map(whole -> new ObjectPath(whole.directory().substring(start), whole.name())));
    }

    /**
     * An object that is named besides the path, in the directory that the path names.
     *
     * @param rawName percent-encoded; may have several parts
     * @throws InvalidPathException if it names no object, or one outside of the directory
     */
    RequestedPath named(String rawName) throws InvalidPathException {
        String rawPath = directory.encoded() + rawName;
        RequestedPath named = parse(rawPath);
        if (rawName.startsWith("/") || !named.requireObject().directory().startsWith(directory.path())) {
            throw new InvalidPathException("the query names an object outside of the path");
        }
        return named;
    }
}
