package io.millrace.bench;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One reader: a connection, its requests one after the other, and what became of it. Owned by its {@link ReaderThread}. */
final class Reader implements ChunkedBody.Sink {

    /** What a reader came to. */
    enum Outcome {
        READING,
        COMPLETE,
        /** The response ended properly, but bytes are missing. */
        SHORT,
        /** The connection ended inside a response. */
        CUT_OFF,
        /** Not at the end when the time was over. */
        LATE,
        /** The same, without any answer. */
        UNANSWERED,
        WRONG_BYTES,
        REFUSED
    }

    /** Of what fills the buffer each time: enough for a server to write a lot at once, little enough for the others. */
    private static final int READS_IN_A_ROW = 4;

    private enum State {
        HEAD,
        BODY
    }

    private final ReaderThread thread;
    private final Load load;
    private final InetSocketAddress server;
    private final String path;
    private final BodyCheck check;
    private final ResponseHead head = new ResponseHead();
    private final ChunkedBody chunked = new ChunkedBody();

    private SocketChannel channel;
    private State state = State.HEAD;
    private Outcome outcome = Outcome.READING;
    private boolean answered;
    /** Whether the last answer was that there is nothing yet. */
    private boolean missing;

    private boolean retrying;
    private int object;
    private long askedNanos;
    private long nowNanos;
    private long left;

    Reader(ReaderThread thread, Load load, Payload payload, InetSocketAddress server, String path) {
        this.thread = thread;
        this.load = load;
        this.server = server;
        this.path = path;
        this.check = new BodyCheck(payload, thread.arrivals());
    }

    Outcome outcome() {
        return outcome;
    }

    void connect(Selector selector) throws IOException {
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        boolean connected = channel.connect(server);
        channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
        if (connected) {
            ask();
        }
    }

    /** After a 404. */
    void retry(Selector selector) {
        retrying = false;
        try {
            if (channel.isOpen()) {
                ask();
            } else {
                connect(selector);
            }
        } catch (IOException _) {
            lost(Outcome.REFUSED);
        }
    }

    void ready(SelectionKey key, ByteBuffer buffer, MemorySegment bytes) {
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                ask();
                return;
            }
            boolean more = true;
            for (int i = 0; more && i < READS_IN_A_ROW; i++) {
                buffer.clear();
                int count = channel.read(buffer);
                nowNanos = System.nanoTime();
                if (count < 0) {
                    lost(Outcome.CUT_OFF);
                    return;
                }
                received(bytes, count);
                more = !buffer.hasRemaining() && channel.isOpen();
            }
        } catch (IOException e) {
            lost(state == State.HEAD ? Outcome.REFUSED : Outcome.CUT_OFF);
        } catch (BadResponseException _) {
            end(Outcome.WRONG_BYTES);
        }
    }

    /** Asks for the object whose turn it is. */
    void ask() throws IOException {
        String target = load.kind() == Load.Kind.SEGMENTS ? path + object : path;
        ByteBuffer request = ByteBuffer.wrap(
                ("GET " + target + " HTTP/1.1\r\nHost: " + server.getHostString() + ':' + server.getPort() + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        state = State.HEAD;
        head.begin();
        askedNanos = System.nanoTime();
        while (request.hasRemaining()) {
            channel.write(request);
        }
    }

    /** The time is over: what has come until now was right. */
    void stop(Outcome as) {
        if (outcome == Outcome.READING) {
            end(answered ? as : Outcome.UNANSWERED);
        }
    }

    @Override
    public void take(MemorySegment bytes, long from, long length) {
        if (head.status() != 200) {
            return;
        }
        thread.arrivals().received(length);
        if (!check.take(bytes, from, length, nowNanos)) {
            throw new BadResponseException("other bytes than at position " + check.position() + " of " + path);
        }
    }

    private void received(MemorySegment bytes, int count) throws IOException {
        long at = 0;
        while (at < count && outcome == Outcome.READING) {
            if (state == State.HEAD) {
                if (head.add(bytes.get(ValueLayout.JAVA_BYTE, at++))) {
                    begin();
                }
            } else if (head.chunked()) {
                at += chunked.take(bytes, at, count, this);
                if (chunked.ended()) {
                    responded();
                }
            } else {
                long taken = Math.min(left, count - at);
                take(bytes, at, taken);
                at += taken;
                left -= taken;
                if (left == 0) {
                    responded();
                }
            }
        }
    }

    private void begin() throws IOException {
        state = State.BODY;
        chunked.begin();
        left = Math.max(0, head.contentLength());
        if (head.status() == 200) {
            missing = false;
            check.begin((long) object * load.chunks(), nowNanos);
            if (!answered) {
                answered = true;
                thread.answered();
            }
        } else if (head.status() != 404) {
            end(Outcome.REFUSED);
            return;
        }
        if (!head.chunked() && left == 0) {
            responded();
        }
    }

    private void responded() throws IOException {
        if (head.status() == 404) {
            thread.arrivals().notFound();
            missing = true;
            retryLater();
            state = State.HEAD;
            head.begin();
            return;
        }
        if (check.position() != load.objectBytes()) {
            end(Outcome.SHORT);
            return;
        }
        thread.arrivals().request(nowNanos - askedNanos);
        boolean last =
                load.kind() == Load.Kind.TAIL || (load.kind() == Load.Kind.SEGMENTS && object + 1 == load.objects());
        if (last) {
            end(Outcome.COMPLETE);
            return;
        }
        if (load.kind() == Load.Kind.SEGMENTS) {
            object++;
        }
        ask();
    }

    private void retryLater() {
        if (!retrying) {
            retrying = true;
            thread.retryLater(this);
        }
    }

    /** The connection is gone. A server may have enough of one that asks for nothing but what is not there yet. */
    private void lost(Outcome as) {
        if (missing && state == State.HEAD) {
            close();
            retryLater();
        } else {
            end(as);
        }
    }

    private void end(Outcome as) {
        outcome = as;
        close();
        thread.ended();
    }

    private void close() {
        if (channel == null) {
            return; // the time was over before its turn came
        }
        try {
            channel.close();
        } catch (IOException _) {
            // It is not used again.
        }
    }
}
