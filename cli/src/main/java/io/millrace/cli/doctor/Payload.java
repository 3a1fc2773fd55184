package io.millrace.cli.doctor;

import io.vertx.core.buffer.Buffer;

/**
 * The bytes of an object: each says by its value where it belongs, so that none can be missing, doubled, changed or of another
 * object unnoticed. They can't be compressed.
 *
 * @param seed differs between objects
 */
record Payload(long seed) {

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    private static final long FIRST = 0xbf58476d1ce4e5b9L;
    private static final long SECOND = 0x94d049bb133111ebL;

    /** Nothing differs. */
    static final long SAME = -1;

    byte[] bytes(long from, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = at(from + i);
        }
        return bytes;
    }

    /** Where the first byte is that is another than it should be, counted from the object's beginning; or {@link #SAME}. */
    long difference(long from, Buffer bytes) {
        for (int i = 0; i < bytes.length(); i++) {
            if (bytes.getByte(i) != at(from + i)) {
                return from + i;
            }
        }
        return SAME;
    }

    /** SplitMix64 of the place. */
    private byte at(long offset) {
        long word = seed + (offset >>> 3) * GOLDEN;
        word = (word ^ (word >>> 30)) * FIRST;
        word = (word ^ (word >>> 27)) * SECOND;
        return (byte) ((word ^ (word >>> 31)) >>> ((offset & 7) * 8));
    }
}
