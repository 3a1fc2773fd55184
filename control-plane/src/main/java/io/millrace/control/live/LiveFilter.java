package io.millrace.control.live;

import io.millrace.control.route.Routing;
import io.millrace.proto.control.v1.LiveDirectory;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a caller wants to know of.
 *
 * @param channel {@code channels/…}; empty for all
 * @param pathPrefix of directories; empty for all
 */
record LiveFilter(String channel, String pathPrefix) {

    /** The directories that pass, with their channels. */
    NavigableMap<String, LiveDirectory> of(NavigableMap<String, LiveDirectory> all, Routing routing) {
        NavigableMap<String, LiveDirectory> passed = new TreeMap<>();
        for (LiveDirectory directory : all.tailMap(pathPrefix, true).values()) {
            if (!directory.getDirectory().startsWith(pathPrefix)) {
                break;
            }
            String owner = routing.channelOf(directory.getDirectory());
            if (channel.isEmpty() || channel.equals(owner)) {
                passed.put(
                        directory.getDirectory(),
                        directory.toBuilder().setChannel(owner).build());
            }
        }
        return passed;
    }
}
