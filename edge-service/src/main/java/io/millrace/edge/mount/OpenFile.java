package io.millrace.edge.mount;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A file that is being sent: its bytes and the state in which it was opened. Closed by whoever sends it, on every way
 * out.
 */
final class OpenFile implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(OpenFile.class);

    private final FileChannel channel;
    private final Path path;
    private final FileFacts facts;
    private final MountCounters counters;

    private OpenFile(FileChannel channel, Path path, FileFacts facts, MountCounters counters) {
        this.channel = channel;
        this.path = path;
        this.facts = facts;
        this.counters = counters;
        counters.opened.increment();
    }

    /**
     * Opens a file that was found. Blocks.
     *
     * @return nothing if another file has taken its place meanwhile, or its content changes: to be looked for again
     */
    static Optional<OpenFile> open(Found.File found, MountCounters counters) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(found.path(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            if (found.path().toRealPath().equals(found.path())
                    && FileFacts.of(found.path()).equals(found.facts())) {
                return Optional.of(new OpenFile(channel, found.path(), found.facts(), counters));
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }

    FileFacts facts() {
        return facts;
    }

    FileChannel channel() {
        return channel;
    }

    /**
     * Reads a part of the file whole. Blocks.
     *
     * @return a buffer that the caller owns
     * @throws IOException if the file is shorter by now, or has changed since it was opened
     */
    ByteBuf read(long from, int length) throws IOException {
        ByteBuf bytes = PooledByteBufAllocator.DEFAULT.directBuffer(length);
        try {
            while (bytes.readableBytes() < length) {
                int at = bytes.readableBytes();
                if (bytes.writeBytes(channel, from + at, length - at) < 0) {
                    throw new EOFException(path + " has become shorter while it was sent");
                }
            }
            if (!isUnchanged()) {
                throw new IOException(path + " has changed while it was sent");
            }
            return bytes;
        } catch (IOException | RuntimeException e) {
            bytes.release();
            throw e;
        }
    }

    /** Whether the bytes are still those of the facts; a file that was replaced or deleted as a whole stays as it was. */
    private boolean isUnchanged() throws IOException {
        FileFacts now;
        try {
            now = FileFacts.of(path);
        } catch (NoSuchFileException e) {
            return channel.size() == facts.length();
        }
        boolean same = now.inode() == facts.inode() && now.device() == facts.device();
        return same ? now.equals(facts) : channel.size() == facts.length();
    }

    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        counters.closed.increment();
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warnf("%s could not be closed: %s", path, e.getMessage());
        }
    }
}
