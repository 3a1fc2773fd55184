package io.millrace.bench;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/** Uploads one channel's objects with chunked PUT over one connection, on time. Used by one thread; blocks. */
final class Encoder implements AutoCloseable {

    private static final int HEAD_BYTES = 8192;
    /** As late as the kernel may wake a thread, which would count as the server's latency. */
    private static final long SPIN_NANOS = 80_000;

    private final InetSocketAddress server;
    private final Load load;
    private final Payload payload;
    private final String path;
    private final SocketChannel channel;

    private final ByteBuffer front;
    private final MemorySegment stamp;
    private final ByteBuffer end = direct("\r\n");
    private final ByteBuffer answer = ByteBuffer.allocate(HEAD_BYTES);

    private long mostLateNanos;

    Encoder(InetSocketAddress server, Load load, Payload payload, String path) throws IOException {
        this.server = server;
        this.load = load;
        this.payload = payload;
        this.path = path;
        String size = Integer.toHexString(load.chunkBytes()) + "\r\n";
        this.front = ByteBuffer.allocateDirect(size.length() + Payload.STAMP_BYTES);
        front.put(size.getBytes(StandardCharsets.US_ASCII));
        this.stamp =
                MemorySegment.ofBuffer(front.duplicate().position(size.length()).limit(front.capacity()));
        this.channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(server);
    }

    /** The first chunk of the first object: there is something to read from now on. */
    void begin() throws IOException {
        head(0);
        chunk(0, System.nanoTime());
    }

    /** All that is left, the next chunk one interval after a point in time. */
    void finish(long baseNanos) throws IOException {
        for (int object = 0; object < load.objects(); object++) {
            long first = (long) object * load.chunks();
            for (int i = object == 0 ? 1 : 0; i < load.chunks(); i++) {
                long due = awaitTurn(baseNanos, first + i);
                if (i == 0) {
                    head(object);
                }
                chunk(first + i, due);
            }
            write(direct("0\r\n\r\n"));
            readAnswer();
        }
    }

    /** Removes what was uploaded. A server that can't is left as it is. */
    void delete() throws IOException {
        for (int object = 0; object < load.objects(); object++) {
            write(direct("DELETE " + target(object) + " HTTP/1.1\r\nHost: " + server.getHostString() + "\r\n\r\n"));
            int _ = status();
        }
    }

    /** How far behind its schedule it was at worst. */
    long mostLateNanos() {
        return mostLateNanos;
    }

    private String target(int object) {
        return load.kind() == Load.Kind.SEGMENTS ? path + object : path;
    }

    private void head(int object) throws IOException {
        write(direct("PUT " + target(object) + " HTTP/1.1\r\nHost: " + server.getHostString() + ':' + server.getPort()
                + "\r\nContent-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n\r\n"));
    }

    /** Without an interval it is its turn at once, and due when it is written. */
    private long awaitTurn(long baseNanos, long chunk) {
        long interval = load.interval().toNanos();
        long now = System.nanoTime();
        if (interval == 0) {
            return now;
        }
        long due = baseNanos + chunk * interval;
        mostLateNanos = Math.max(mostLateNanos, now - due);
        while (now < due) {
            if (due - now > SPIN_NANOS) {
                LockSupport.parkNanos(due - now - SPIN_NANOS);
            } else {
                Thread.onSpinWait();
            }
            now = System.nanoTime();
        }
        return due;
    }

    private void chunk(long number, long dueNanos) throws IOException {
        ByteBuffer filler = payload.filler(number).asByteBuffer();
        Payload.stamp(stamp, number, System.nanoTime(), dueNanos);
        ByteBuffer[] parts = {front.rewind(), filler, end.rewind()};
        while (end.hasRemaining()) {
            channel.write(parts);
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void readAnswer() throws IOException {
        int status = status();
        if (status / 100 != 2) {
            throw new BadResponseException("PUT of " + path + " was answered " + status);
        }
    }

    private int status() throws IOException {
        ResponseHead head = new ResponseHead();
        while (true) {
            answer.clear();
            if (channel.read(answer) < 0) {
                throw new BadResponseException("the connection ended instead of an answer to a request for " + path);
            }
            answer.flip();
            while (answer.hasRemaining()) {
                if (head.add(answer.get())) {
                    skip(Math.max(0, head.contentLength()));
                    return head.status();
                }
            }
        }
    }

    private void skip(long bodyBytes) throws IOException {
        long left = bodyBytes - answer.remaining();
        while (left > 0) {
            answer.clear();
            left -= Math.max(1, channel.read(answer));
        }
    }

    private static ByteBuffer direct(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
