package io.millrace.chunklog;

import java.util.List;

/**
 * How an upload ended well.
 *
 * @param object the generation that is whole now
 * @param replaced whether an earlier complete generation was there
 * @param dropped what left the directory's window with this completion, the oldest first: deleted, to be announced so
 */
public record Completion(ObjectState.Complete object, boolean replaced, List<Dropped> dropped) {

    public Completion {
        dropped = List.copyOf(dropped);
    }
}
