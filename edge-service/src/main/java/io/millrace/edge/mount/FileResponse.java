package io.millrace.edge.mount;

import io.millrace.edge.answer.ByteRange;
import io.millrace.edge.answer.Part;
import io.millrace.wire.Exchange;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;

/**
 * A file on its way to a client. Owned by the exchange's event loop; owns the file, and closes it when the last byte is
 * handed over or the client is gone.
 *
 * <p>What is sent is handed to the system without a look at it, but for the end: that is read, and sent only if the file
 * has not been written to since it was opened. So a client that has the whole of a response has bytes that belong together.
 */
final class FileResponse {

    private static final Logger LOG = Logger.getLogger(FileResponse.class);

    /** The end of a response that is read and checked; most playlists and manifests are no more than that. */
    static final int CHECKED_BYTES = 65_536;

    private final Exchange exchange;
    private final OpenFile file;
    private final Deque<Part> parts;
    private final Executor workers;
    private final MountCounters counters;
    private int slices;

    FileResponse(Exchange exchange, OpenFile file, List<Part> parts, Executor workers, MountCounters counters) {
        this.exchange = exchange;
        this.file = file;
        this.parts = new ArrayDeque<>(parts);
        this.workers = workers;
        this.counters = counters;
        for (Part part : parts) {
            slices += part instanceof Part.Slice ? 1 : 0;
        }
    }

    void start(HttpResponseStatus status, HttpHeaders headers) {
        exchange.begin(status, headers);
        next();
    }

    private void next() {
        switch (parts.poll()) {
            case null -> {
                exchange.end();
                exchange.flush();
                file.close();
            }
            case Part.Text text -> {
                exchange.send(Unpooled.wrappedBuffer(text.bytes()));
                next();
            }
            case Part.Slice slice -> {
                slices--;
                send(slice.range());
            }
        }
    }

    private void send(ByteRange range) {
        if (slices > 0) {
            send(range.from(), range.length(), this::next);
            return;
        }
        int checked = (int) Math.min(range.length(), CHECKED_BYTES);
        long unchecked = range.length() - checked;
        Runnable rest = () -> check(range.to() - checked, checked);
        if (unchecked > 0) {
            send(range.from(), unchecked, rest);
        } else {
            rest.run();
        }
    }

    private void send(long from, long length, Runnable sent) {
        counters.bytes.add(length);
        exchange.sendFile(file.channel(), from, length, sent);
        exchange.flush();
    }

    private void check(long from, int length) {
        try {
            workers.execute(() -> {
                ByteBuf bytes = null;
                try {
                    bytes = file.read(from, length);
                } catch (IOException | RuntimeException e) {
                    LOG.warnf("a response is cut off: %s", e.getMessage());
                    counters.changed.increment();
                }
                handBack(bytes);
            });
        } catch (RejectedExecutionException e) {
            counters.refused.increment();
            finish(null);
        }
    }

    /** @param checked null if the file can't be sent to its end */
    private void handBack(ByteBuf checked) {
        try {
            exchange.eventLoop().execute(() -> finish(checked));
        } catch (RejectedExecutionException e) {
            file.close(); // the event loop has ended, and the exchange with it
            if (checked != null) {
                checked.release();
            }
        }
    }

    private void finish(ByteBuf checked) {
        if (checked == null) {
            exchange.cutOff();
            file.close();
            return;
        }
        counters.bytes.add(checked.readableBytes());
        exchange.send(checked);
        next();
    }
}
