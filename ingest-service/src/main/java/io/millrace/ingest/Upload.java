package io.millrace.ingest;

import io.millrace.chunklog.Announcement;
import io.millrace.chunklog.AnnouncementPublisher;
import io.millrace.chunklog.ChunkLog;
import io.millrace.chunklog.ChunkLogWriter;
import io.millrace.chunklog.ObjectPath;
import io.millrace.chunklog.ObjectState;
import io.millrace.chunklog.WriteFailure;
import io.millrace.wire.BodyListener;
import io.millrace.wire.Exchange;
import io.millrace.wire.Problem;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jboss.logging.Logger;

/**
 * One PUT: the body's bytes on their way into a chunk log. Owned by the event loop of its exchange; ends with the
 * answer, or when the encoder goes away.
 *
 * <p>A chunk of the body becomes one chunk of the log. Where only a part of it has come, the part is stored at once if
 * nothing else waits for Redis, and with what follows otherwise: it could not be stored sooner anyway.
 */
final class Upload implements BodyListener, ChunkLogWriter.Events {

    private static final Logger LOG = Logger.getLogger(Upload.class);
    private static final int RETRY_AFTER_SECONDS = 1;

    private final Exchange exchange;
    private final ObjectPath path;
    private final AnnouncementPublisher announcements;
    private final IngestCounters counters;
    private final int maxChunkBytes;
    private final ChunkLogWriter writer;
    private final ChunkAssembler partial = new ChunkAssembler();

    private boolean begun;
    private boolean over;
    private boolean heldBack;

    Upload(
            Exchange exchange,
            ObjectPath path,
            ChunkLog log,
            AnnouncementPublisher announcements,
            IngestConfig config,
            IngestCounters counters) {
        this.exchange = exchange;
        this.path = path;
        this.announcements = announcements;
        this.counters = counters;
        this.maxChunkBytes = config.maxChunkBytes();
        String type = ContentTypes.of(path, exchange.headers().get(HttpHeaderNames.CONTENT_TYPE));
        this.writer = log.writer(path, type, config.windowBytes(), exchange.eventLoop(), this);
    }

    @Override
    public void bytes(ByteBuf bytes) {
        if (over) {
            bytes.release();
            return;
        }
        if (!begun) {
            begun = true;
            counters.uploadsStarted.increment();
        }
        counters.bytes.add(bytes.readableBytes());
        while (partial.size() + bytes.readableBytes() > maxChunkBytes) {
            partial.add(bytes.readRetainedSlice(maxChunkBytes - partial.size()));
            storePartial();
        }
        partial.add(bytes);
    }

    @Override
    public void chunkEnd() {
        if (!over) {
            storePartial();
        }
    }

    @Override
    public void pause() {
        if (!over && writer.idle()) {
            storePartial();
        }
    }

    @Override
    public void end() {
        if (over) {
            return;
        }
        storePartial();
        if (begun) {
            writer.complete(this::completed);
        } else {
            // An empty body is a probe: encoders ask so whether they may upload.
            over = true;
            exchange.respond(HttpResponseStatus.NO_CONTENT, new DefaultHttpHeaders(), Unpooled.EMPTY_BUFFER);
        }
    }

    @Override
    public void broken(String reason) {
        if (over) {
            return;
        }
        LOG.infof(
                "upload cut off: object=%s bytes=%d peer=%s reason=%s",
                path, writer.length(), exchange.remoteAddress(), reason);
        // What has come belongs to the object as far as it goes: readers get it, then see the end as what it is.
        storePartial();
        writer.abort();
        aborted();
    }

    @Override
    public void opened(long generation) {
        announcements.publish(new Announcement.Opened(path, generation));
    }

    @Override
    public void progressed() {
        if (over) {
            return;
        }
        if (writer.idle()) {
            storePartial();
        }
        if (heldBack && !writer.windowFull()) {
            heldBack = false;
            exchange.setReading(true);
        }
    }

    @Override
    public void failed(WriteFailure failure) {
        if (over) {
            return;
        }
        LOG.warnf(
                "upload given up: object=%s bytes=%d peer=%s reason=%s",
                path, writer.length(), exchange.remoteAddress(), failure.reason());
        aborted();
        HttpResponseStatus status = switch (failure) {
            case FULL -> HttpResponseStatus.INSUFFICIENT_STORAGE;
            case UNAVAILABLE, LOST -> HttpResponseStatus.SERVICE_UNAVAILABLE;
        };
        Problem.of(status, failure.reason() + "; send the object again")
                .with(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .respond(exchange);
    }

    private void completed(ObjectState.Complete complete, boolean replaced) {
        over = true;
        counters.uploadsCompleted.increment();
        announcements.publish(new Announcement.Completed(path, complete.generation(), complete.length()));
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set(HttpHeaderNames.CONTENT_LOCATION, path.encoded());
        headers.set(HttpHeaderNames.ETAG, complete.etag());
        exchange.respond(
                replaced ? HttpResponseStatus.NO_CONTENT : HttpResponseStatus.CREATED, headers, Unpooled.EMPTY_BUFFER);
    }

    private void aborted() {
        over = true;
        partial.release();
        if (begun) {
            counters.uploadsAborted.increment();
        }
        if (writer.generation() != 0) {
            announcements.publish(new Announcement.Aborted(path, writer.generation()));
        }
    }

    private void storePartial() {
        if (partial.size() == 0) {
            return;
        }
        writer.append(partial.take());
        if (writer.windowFull() && !heldBack) {
            heldBack = true;
            exchange.setReading(false);
        }
    }
}
