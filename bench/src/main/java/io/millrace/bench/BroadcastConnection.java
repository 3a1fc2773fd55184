package io.millrace.bench;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One connection of the {@link Broadcaster}: an upload that is taken in, or a cursor into an object. */
final class BroadcastConnection implements ChunkedBody.Sink {

    private static final int MOST_BUFFERS = 32;
    private static final ByteBuffer LAST_CHUNK = ascii("0\r\n\r\n");

    private final Broadcaster broadcaster;
    private final SocketChannel channel;
    private final SelectionKey key;

    private final StringBuilder head = new StringBuilder();
    private final ChunkedBody body = new ChunkedBody();
    private BroadcastObject upload;

    private BroadcastObject followed;
    private boolean framed;
    private boolean lastQueued;
    private int nextBlock;
    private final ByteBuffer[] queue = new ByteBuffer[MOST_BUFFERS];
    private int queued;

    BroadcastConnection(Broadcaster broadcaster, SocketChannel channel, SelectionKey key) {
        this.broadcaster = broadcaster;
        this.channel = channel;
        this.key = key;
    }

    void ready(ByteBuffer buffer, MemorySegment bytes) {
        try {
            if (key.isWritable()) {
                write();
            }
            if (key.isReadable()) {
                buffer.clear();
                int count = channel.read(buffer);
                if (count < 0) {
                    close();
                    return;
                }
                received(bytes, count);
            }
        } catch (IOException | BadResponseException _) {
            close();
        }
    }

    /** There is more of what it follows. */
    void more() {
        try {
            if ((key.interestOps() & SelectionKey.OP_WRITE) == 0) {
                write();
            }
        } catch (IOException _) {
            close();
        }
    }

    /** The object that it asked for is there now. */
    void follow(BroadcastObject object) {
        framed = !object.isComplete();
        lastQueued = false;
        nextBlock = 0;
        queue[queued++] = ascii("HTTP/1.1 200 OK\r\n"
                + (framed ? "Transfer-Encoding: chunked" : "Content-Length: " + object.payloadBytes())
                + "\r\n\r\n");
        followed = object;
        object.followers.add(this);
        more();
    }

    @Override
    public void take(MemorySegment bytes, long from, long length) {
        broadcaster.gathered.put(bytes.asSlice(from, length).asByteBuffer());
    }

    private void received(MemorySegment bytes, int count) throws IOException {
        long at = 0;
        while (at < count) {
            if (upload == null) {
                head.append((char) bytes.get(ValueLayout.JAVA_BYTE, at++));
                int size = head.length();
                if (size >= 4 && head.charAt(size - 1) == '\n' && head.charAt(size - 3) == '\n') {
                    request();
                }
            } else {
                at += body.take(bytes, at, count, this);
                store();
                if (body.ended()) {
                    upload.complete();
                    upload.announce();
                    upload = null;
                    answer("201 Created");
                }
            }
        }
    }

    private void store() {
        ByteBuffer gathered = broadcaster.gathered.flip();
        if (gathered.hasRemaining()) {
            upload.add(gathered);
            upload.announce();
        }
        gathered.clear();
    }

    private void request() throws IOException {
        String line = head.substring(0, head.indexOf("\r\n"));
        head.setLength(0);
        String path = line.substring(line.indexOf(' ') + 1, line.lastIndexOf(' '));
        if (line.startsWith("PUT ")) {
            body.begin();
            upload = broadcaster.open(path);
        } else if (line.startsWith("DELETE ")) {
            broadcaster.delete(path);
            answer("204 No Content");
        } else {
            broadcaster.find(path, this);
        }
    }

    private void answer(String status) throws IOException {
        ByteBuffer answer =
                ascii("HTTP/1.1 " + status + (status.startsWith("204") ? "\r\n\r\n" : "\r\nContent-Length: 0\r\n\r\n"));
        while (answer.hasRemaining()) {
            channel.write(answer);
        }
    }

    /** Writes until the socket is full or there is nothing more. */
    private void write() throws IOException {
        while (fill()) {
            channel.write(queue, 0, queued);
            drop();
            if (queued > 0) {
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                return;
            }
        }
        if (key.interestOps() != SelectionKey.OP_READ) {
            key.interestOps(SelectionKey.OP_READ);
        }
        boolean all = followed != null && followed.isComplete() && nextBlock == followed.blocks.size();
        if (all) {
            followed.followers.remove(this);
            followed = null;
        }
    }

    private boolean fill() {
        if (followed != null) {
            while (queued < MOST_BUFFERS && nextBlock < followed.blocks.size()) {
                queue[queued++] = followed.blocks.get(nextBlock++).bytes(framed);
            }
            boolean atEnd = followed.isComplete() && nextBlock == followed.blocks.size();
            if (framed && atEnd && !lastQueued && queued < MOST_BUFFERS) {
                queue[queued++] = LAST_CHUNK.duplicate();
                lastQueued = true;
            }
        }
        return queued > 0;
    }

    private void drop() {
        int sent = 0;
        while (sent < queued && !queue[sent].hasRemaining()) {
            sent++;
        }
        System.arraycopy(queue, sent, queue, 0, queued - sent);
        queued -= sent;
    }

    private void close() {
        key.cancel();
        if (followed != null) {
            followed.followers.remove(this);
        }
        try {
            channel.close();
        } catch (IOException _) {
            // It is not used again.
        }
    }

    private static ByteBuffer ascii(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
