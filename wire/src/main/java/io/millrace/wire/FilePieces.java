package io.millrace.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;

/**
 * A part of a file on its way to a client whose bytes have to pass through us: read in pieces, the next when the socket
 * has room again. Owned by the event loop of its exchange; reads elsewhere, one piece at a time; ends when all is handed
 * on, or it is stopped.
 */
final class FilePieces {

    private static final Logger LOG = Logger.getLogger(FilePieces.class);

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
            try {
                files.execute(() -> read(bytes));
            } catch (RejectedExecutionException e) {
                take(Unpooled.EMPTY_BUFFER, false);
            }
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

    /** Whatever goes wrong, even a lack of memory, is told: a client waits. */
    private void read(int bytes) {
        ByteBuf piece = Unpooled.EMPTY_BUFFER;
        boolean whole = false;
        try {
            piece = PooledByteBufAllocator.DEFAULT.directBuffer(bytes);
            while (piece.readableBytes() < bytes) {
                int count = piece.writeBytes(file, position + piece.readableBytes(), bytes - piece.readableBytes());
                if (count < 0) {
                    throw new EOFException("the file is shorter than it was");
                }
            }
            whole = true;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            LOG.warnf("a file could not be read to its end: %s", e);
        } finally {
            ByteBuf read = piece;
            boolean all = whole;
            transport.eventLoop().execute(() -> take(read, all));
        }
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
