package io.millrace.shaper.origin;

import io.millrace.shaper.memory.ManifestShare;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Takes an answer as a whole, bounded in its length and its time. Owned by one event loop; ends when it has told what came
 * of it, or is cancelled.
 */
public final class TextFetch implements FetchListener {

    private static final Logger LOG = Logger.getLogger(TextFetch.class);

    private final Consumer<OriginText> whole;
    private final Consumer<OriginFailure> broken;
    private final Fetch fetch;
    private final ScheduledFuture<?> limit;
    private final ManifestShare share;
    private final TextBody body;
    private int status;
    private HttpHeaders headers;
    private boolean over;

    TextFetch(
            Origins origins,
            EventLoop loop,
            OriginRequest request,
            Consumer<OriginText> whole,
            Consumer<OriginFailure> broken) {
        this.whole = whole;
        this.broken = broken;
        this.share = origins.share();
        this.body = origins.textBody(share);
        this.fetch = new Fetch(origins, loop, request, this);
        long limitNanos = origins.manifestTimeout().toNanos();
        this.limit = loop.schedule(
                () -> stop(OriginFailure.silent(
                        request.url() + " was not whole within " + TimeUnit.NANOSECONDS.toSeconds(limitNanos) + " s")),
                limitNanos,
                TimeUnit.NANOSECONDS);
    }

    void start() {
        fetch.start();
    }

    /** Wants nothing more; nothing is told any more. On its event loop. */
    public void cancel() {
        if (!over) {
            done();
            fetch.cancel();
        }
    }

    @Override
    public void head(int told, HttpHeaders tells) {
        status = told;
        headers = tells;
    }

    @Override
    public void bytes(ByteBuf bytes) {
        body.add(fetch.url(), bytes).ifPresent(this::stop);
    }

    @Override
    public void end() {
        if (!over) {
            OriginText text = new OriginText(fetch.url(), status, headers, body.manifest());
            done();
            try {
                whole.accept(text);
            } catch (RuntimeException e) {
                LOG.errorf(
                        e, "a manifest was not understood: url=%s", fetch.url().getRawPath());
                broken.accept(OriginFailure.broken("the manifest at the origin was not understood"));
            }
        }
    }

    @Override
    public void failed(OriginFailure failure) {
        if (!over) {
            done();
            broken.accept(failure);
        }
    }

    private void stop(OriginFailure failure) {
        if (!over) {
            fetch.cancel();
            failed(failure);
        }
    }

    private void done() {
        over = true;
        limit.cancel(false);
        body.release();
        share.release();
    }
}
