package io.millrace.control.store;

import io.millrace.proto.control.store.v1.StoredResource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A change to be made as a whole or not at all: conditions, and what is written if they all hold. Belongs to the thread
 * that puts it together.
 */
public final class Change {

    private final List<byte[]> words = new ArrayList<>();

    /**
     * The resource has this revision.
     *
     * @param revision 0 where it must not be there
     */
    public Change at(String name, long revision) {
        return add("at", name, Long.toString(revision));
    }

    /** The resource is there. */
    public Change needs(String name) {
        return add("needs", name);
    }

    /** Nothing uses the resource, as {@link #use} counts. */
    public Change unused(String name) {
        return add("unused", name);
    }

    /** The collection has fewer resources than this. */
    public Change fewer(String collection, int most) {
        return add("fewer", collection, Integer.toString(most));
    }

    /** The resource has the claim from now on, which nobody else has. */
    public Change claim(String claim, String name) {
        return add("claim", claim, name);
    }

    /** Nobody has the claim any more. */
    public Change release(String claim) {
        return add("release", claim);
    }

    /** The resource is used by so many more. */
    public Change use(String name, int more) {
        return add("use", name, Integer.toString(more));
    }

    /** The resource is this from now on. */
    public Change put(String name, StoredResource value) {
        add("put", name);
        words.add(value.toByteArray());
        return this;
    }

    /** The resource is gone from now on, with all that is below it. */
    public Change delete(String name) {
        return add("delete", name);
    }

    List<byte[]> words() {
        return words;
    }

    private Change add(String... added) {
        for (String word : added) {
            words.add(word.getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }
}
