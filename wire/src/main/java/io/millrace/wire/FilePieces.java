package io.millrace.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.Executor;

/**
 * A part of a file on its way to a client whose bytes have to pass through us: read in pieces, the next when the socket
 * has room again. Owned by the event loop of its exchange; reads elsewhere, one piece at a time; ends when all is handed
 * on, or it is stopped.
 */
final class FilePieces {

    private static final int PIECE_BYTES = 128 << 10;

    private final FileChannel file;
    private final Transport transport;
    private final Executor files;
    private final Runnable over;

    private long position;
    private long left;
    private boolean reading;
    private boolean stopped;
    private boolean failed;

    /** @param over called once, on the event loop, when the file is no longer touched */
    FilePieces(FileChannel file, long from, long length, Transport transport, Executor files, Runnable over) {
        this.file = file;
        this.position = from;
        this.left = length;
        this.transport = transport;
        this.files = files;
        this.over = over;
    }

    /** Goes on, if there is room and nothing is being read. */
    void advance() {
        if (reading || stopped) {
            return;
        }
        if (left == 0) {
            stop();
        } else if (transport.writable()) {
            reading = true;
            int bytes = (int) Math.min(left, PIECE_BYTES);
            files.execute(() -> read(bytes));
        }
    }

    /** No further piece is sent. */
    void stop() {
        if (!stopped) {
            stopped = true;
            if (!reading) {
                over.run();
            }
        }
    }

    boolean failed() {
        return failed;
    }

    private void read(int bytes) {
        ByteBuf piece = PooledByteBufAllocator.DEFAULT.directBuffer(bytes);
        boolean whole = false;
        try {
            while (piece.readableBytes() < bytes) {
                int count = piece.writeBytes(file, position + piece.readableBytes(), bytes - piece.readableBytes());
                if (count < 0) {
                    throw new EOFException("the file is shorter than it was");
                }
            }
            whole = true;
        } catch (IOException e) {
            piece.clear();
        }
        boolean read = whole;
        transport.eventLoop().execute(() -> take(piece, read));
    }

    private void take(ByteBuf piece, boolean whole) {
        reading = false;
        if (stopped || !whole) {
            piece.release();
            failed = !stopped;
            stopped = true;
            over.run();
            return;
        }
        position += piece.readableBytes();
        left -= piece.readableBytes();
        transport.sendBytes(piece);
        transport.flush();
        advance();
    }
}
