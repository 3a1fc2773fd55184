package io.millrace.edge;

import io.millrace.wire.Frame;

/**
 * A chunk in memory.
 *
 * @param start offset in the object of its first byte
 */
record HeldChunk(long start, Frame frame) implements Next {

    long end() {
        return start + frame.length();
    }
}
