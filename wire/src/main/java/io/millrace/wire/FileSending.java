package io.millrace.wire;

import io.netty.buffer.ByteBuf;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The parts of files in a response whose bytes have to be read by us, and whatever was sent behind them meanwhile, in
 * its order. Owned by the event loop of its exchange; there only for such a response.
 */
final class FileSending {

    private sealed interface Behind {}

    private record Part(Frame frame, int from, int to) implements Behind {}

    private record Bytes(ByteBuf bytes) implements Behind {}

    private record File(FileChannel file, long from, long length, Runnable sent) implements Behind {}

    private enum End implements Behind {
        END
    }

    private final Exchange exchange;
    private final Queue<Behind> behind = new ArrayDeque<>();
    private FilePieces pieces;

    FileSending(Exchange exchange) {
        this.exchange = exchange;
    }

    /** Whether what is sent now has to go behind a file. */
    boolean busy() {
        return pieces != null;
    }

    void file(FileChannel file, long from, long length, Runnable sent) {
        if (busy()) {
            behind.add(new File(file, from, length, sent));
            return;
        }
        pieces = exchange.pieces(file, from, length, () -> over(sent));
        pieces.advance();
    }

    void frame(Frame frame, int from, int to) {
        frame.retain();
        behind.add(new Part(frame, from, to));
    }

    void bytes(ByteBuf bytes) {
        behind.add(new Bytes(bytes));
    }

    void end() {
        behind.add(End.END);
    }

    /** There is room again. */
    void writable() {
        if (busy()) {
            pieces.advance();
        }
    }

    /** The exchange is over: what is not sent will not be. */
    void stop() {
        while (!behind.isEmpty()) {
            switch (behind.remove()) {
                case Part part -> part.frame().release();
                case Bytes bytes -> bytes.bytes().release();
                case File file -> file.sent().run();
                case End end -> {}
            }
        }
        if (busy()) {
            pieces.stop();
        }
    }

    private void over(Runnable sent) {
        boolean failed = pieces.failed();
        pieces = null;
        sent.run();
        if (failed) {
            exchange.cutOff();
            return;
        }
        while (!busy() && !behind.isEmpty()) {
            send(behind.remove());
        }
        exchange.flush();
        if (!busy()) {
            exchange.writabilityChanged();
        }
    }

    private void send(Behind next) {
        switch (next) {
            case Part part -> {
                exchange.send(part.frame(), part.from(), part.to());
                part.frame().release();
            }
            case Bytes bytes -> exchange.send(bytes.bytes());
            case File file -> exchange.sendFile(file.file(), file.from(), file.length(), file.sent());
            case End end -> exchange.end();
        }
    }
}
