package io.millrace.bench;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Takes the framing of HTTP/1.1's chunked transfer coding (RFC 9112, 7.1) off a body that comes in pieces. */
final class ChunkedBody {

    /** Gets the payload. */
    interface Sink {
        void take(MemorySegment bytes, long from, long length);
    }

    private enum State {
        SIZE,
        EXTENSION,
        DATA,
        AFTER_DATA,
        TRAILER,
        END
    }

    private State state = State.SIZE;
    private long left;
    private int lineBytes;

    void begin() {
        state = State.SIZE;
        left = 0;
        lineBytes = 0;
    }

    boolean ended() {
        return state == State.END;
    }

    /** Takes bytes up to the end of the body; how many that were. */
    long take(MemorySegment bytes, long from, long to, Sink sink) {
        long at = from;
        while (at < to && state != State.END) {
            if (state == State.DATA) {
                long taken = Math.min(to - at, left);
                sink.take(bytes, at, taken);
                at += taken;
                left -= taken;
                state = left == 0 ? State.AFTER_DATA : State.DATA;
            } else {
                framing(bytes.get(ValueLayout.JAVA_BYTE, at++));
            }
        }
        return at - from;
    }

    private void framing(byte b) {
        switch (state) {
            case SIZE -> {
                int digit = Character.digit(b, 16);
                if (digit >= 0) {
                    left = left << 4 | digit;
                    lineBytes++;
                } else if (lineBytes == 0) {
                    throw new BadResponseException("a chunk without a size");
                } else if (b == '\n') {
                    sizeRead();
                } else {
                    state = State.EXTENSION;
                }
            }
            case EXTENSION -> {
                if (b == '\n') {
                    sizeRead();
                }
            }
            case AFTER_DATA -> {
                if (b == '\n') {
                    state = State.SIZE;
                } else if (b != '\r') {
                    throw new BadResponseException("a chunk longer than its size");
                }
            }
            case TRAILER -> {
                if (b == '\n') {
                    state = lineBytes == 0 ? State.END : State.TRAILER;
                    lineBytes = 0;
                } else if (b != '\r') {
                    lineBytes++;
                }
            }
            case DATA, END -> throw new IllegalStateException("no framing in " + state);
        }
    }

    private void sizeRead() {
        lineBytes = 0;
        state = left == 0 ? State.TRAILER : State.DATA;
    }
}
