package io.millrace.edge;

import io.millrace.access.playback.PlaybackToken;
import io.millrace.chunklog.InvalidPathException;
import io.millrace.chunklog.ObjectPath;
import java.util.ArrayList;
import java.util.List;

/**
 * What a request's path names: an object or a directory, in normal form. What stands before that and begins like a
 * playback token is no part of it.
 *
 * @param directory starts and ends with a slash
 * @param name empty where the directory itself is meant
 * @param tokens what stood before it, decoded; a secret
 */
record RequestTarget(String directory, String name, List<String> tokens) {

    private static final String TOKEN = '/' + PlaybackToken.START;

    /** @throws InvalidPathException if it names neither */
    static RequestTarget parse(String rawPath) throws InvalidPathException {
        if (rawPath.endsWith("/")) {
            return new RequestTarget(ObjectPath.parse(rawPath + "name").directory(), "", List.of());
        }
        ObjectPath path = ObjectPath.parse(rawPath);
        return new RequestTarget(path.directory(), path.name(), List.of());
    }

    /**
     * The same without tokens in front. They are looked for in the normal form: however a path is spelled, none stays in
     * a name, and dot segments can't lead from what a token was checked for to something else.
     */
    RequestTarget withoutTokens() {
        if (!directory.startsWith(TOKEN) && !(directory.length() == 1 && name.startsWith(PlaybackToken.START))) {
            return this;
        }
        List<String> found = new ArrayList<>();
        String rest = directory;
        while (rest.startsWith(TOKEN)) {
            int end = rest.indexOf('/', 1);
            found.add(rest.substring(1, end));
            rest = rest.substring(end);
        }
        boolean nothingBehind = rest.length() == 1 && name.startsWith(PlaybackToken.START);
        if (nothingBehind) {
            found.add(name);
        }
        return new RequestTarget(rest, nothingBehind ? "" : name, List.copyOf(found));
    }

    boolean isDirectory() {
        return name.isEmpty();
    }

    /** Only of an object. */
    ObjectPath path() {
        return new ObjectPath(directory, name);
    }

    /** The whole of it; ends with a slash for a directory. */
    String fullPath() {
        return directory + name;
    }

    /** Leaves the tokens out. */
    @Override
    public String toString() {
        return fullPath();
    }
}
