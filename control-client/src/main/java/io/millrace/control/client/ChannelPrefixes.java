package io.millrace.control.client;

import io.millrace.proto.control.v1.Channel;
import java.util.Collection;
import java.util.Optional;

/**
 * Finds the channel of a path: the one with the longest prefix. Looked at for each request, by any thread: one pass over the
 * path, nothing allocated. A table with open addressing, whose hash is {@link String#hashCode()}, which can be carried on
 * from one character to the next.
 */
final class ChannelPrefixes {

    /** At most half of the slots are taken, so that a search soon meets a free one. */
    private static final int SLOTS_PER_CHANNEL = 2;

    private final Slot[] slots;
    /** Characters of the longest prefix; nothing beyond it is looked at. */
    private final int longest;

    /** @param channel as it is handed out */
    private record Slot(String prefix, Optional<Channel> channel) {}

    private ChannelPrefixes(Slot[] slots, int longest) {
        this.slots = slots;
        this.longest = longest;
    }

    /** Of two channels with the same prefix, which the control plane does not allow, that whose name comes first counts. */
    static ChannelPrefixes of(Collection<Channel> channels) {
        int needed = Math.max(1, channels.size()) * SLOTS_PER_CHANNEL;
        ChannelPrefixes prefixes = new ChannelPrefixes(
                new Slot[Integer.highestOneBit(needed) * 2],
                channels.stream()
                        .mapToInt(channel -> channel.getPathPrefix().length())
                        .max()
                        .orElse(0));
        channels.forEach(prefixes::add);
        return prefixes;
    }

    /** @param path decoded and absolute */
    Optional<Channel> longest(String path) {
        Optional<Channel> found = Optional.empty();
        int end = Math.min(path.length(), longest);
        int hash = 0;
        for (int i = 0; i < end; i++) {
            char c = path.charAt(i);
            hash = 31 * hash + c;
            if (c == '/') {
                Slot slot = slots[slot(path, i + 1, hash)];
                if (slot != null) {
                    found = slot.channel;
                }
            }
        }
        return found;
    }

    private void add(Channel channel) {
        String prefix = channel.getPathPrefix();
        int at = slot(prefix, prefix.length(), prefix.hashCode());
        Slot there = slots[at];
        if (there == null
                || channel.getName().compareTo(there.channel.orElseThrow().getName()) < 0) {
            slots[at] = new Slot(prefix, Optional.of(channel));
        }
    }

    /** Where the first characters of a path are as a prefix, or the free slot where they would be. */
    private int slot(String path, int length, int hash) {
        int at = (hash ^ hash >>> 16) & slots.length - 1;
        while (slots[at] != null && !(slots[at].prefix.length() == length && path.startsWith(slots[at].prefix))) {
            at = at + 1 & slots.length - 1;
        }
        return at;
    }
}
