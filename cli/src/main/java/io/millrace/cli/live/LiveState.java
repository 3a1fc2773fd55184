package io.millrace.cli.live;

import io.millrace.proto.control.v1.LiveDirectory;
import io.millrace.proto.control.v1.WatchLiveResponse;
import java.util.Collection;
import java.util.TreeMap;

/** What is live, as the messages of a watch tell it one after the other. For one thread. */
final class LiveState {

    private final TreeMap<String, LiveDirectory> directories = new TreeMap<>();
    private boolean complete;

    /** Takes in a message. */
    void take(WatchLiveResponse message) {
        message.getEndedList().forEach(directories::remove);
        message.getDirectoriesList().forEach(live -> directories.put(live.getDirectory(), live));
        complete |= message.getComplete();
    }

    /** Whether all that was live at the beginning has come. */
    boolean complete() {
        return complete;
    }

    /** In the order of their paths. */
    Collection<LiveDirectory> directories() {
        return directories.values();
    }
}
