package io.millrace.edge;

/** Whose a path is. */
sealed interface ChannelFound permits ServedChannel, ChannelFound.NoMatter, ChannelFound.Nothing {

    /** No channel has the path, and such paths are open here. */
    record NoMatter() implements ChannelFound {}

    /** There is no channel to serve. */
    enum Nothing implements ChannelFound {
        /** No channel has the path: it is closed. */
        NO_CHANNEL,
        /** The control plane has not told of any channel yet. */
        NOT_TOLD_YET
    }
}
