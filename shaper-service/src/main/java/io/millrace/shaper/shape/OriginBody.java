package io.millrace.shaper.shape;

import io.millrace.shaper.memory.ManifestShare;
import io.millrace.shaper.origin.Fetch;
import io.millrace.shaper.origin.FetchListener;
import io.millrace.shaper.origin.Manifest;
import io.millrace.shaper.origin.OriginFailure;
import io.millrace.shaper.origin.OriginRequest;
import io.millrace.shaper.origin.TextBody;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * What an origin answers to one request, on its way to the response: a manifest as a whole, with its URLs as the client must
 * see them; anything else as it comes. Owned by the event loop of
 * the exchange; ends with the origin's answer, or when it is cancelled.
 */
final class OriginBody implements FetchListener {

    private static final Logger LOG = Logger.getLogger(OriginBody.class);

    private final Shaping shaping;
    private final Shaper shaper;
    private final boolean manifestAsked;
    private Fetch fetch;
    /** Null unless it is a manifest. */
    private TextBody text;
    /** What that takes of the memory until its client has all of it; null unless it is one. */
    private ManifestShare share;

    private HttpHeaders textHeaders;
    private ScheduledFuture<?> textLimit;
    /** The response has its head. */
    private boolean told;

    private boolean over;

    OriginBody(Shaping shaping, Shaper shaper, boolean manifestAsked) {
        this.shaping = shaping;
        this.shaper = shaper;
        this.manifestAsked = manifestAsked;
    }

    void start(OriginRequest request) {
        fetch = shaper.origins().fetch(shaping.loop(), request, this);
    }

    /** Whether the response takes more. */
    void setReading(boolean reading) {
        if (over || text != null) {
            return; // a manifest is short
        }
        fetch.setReading(reading);
    }

    /** The response is over, whatever comes, or came. */
    void cancel() {
        if (!over) {
            done();
            fetch.cancel();
        }
        release();
    }

    @Override
    public void head(int status, HttpHeaders headers) {
        HttpHeaders passed = Headers.forClient(headers);
        boolean ok = status == HttpResponseStatus.OK.code();
        if (ok && (manifestAsked || ManifestTypes.is(headers))) {
            manifest(headers, passed);
            return;
        }
        tell(HttpResponseStatus.valueOf(status), passed);
    }

    private void tell(HttpResponseStatus status, HttpHeaders headers) {
        told = true;
        shaping.response().head(status, headers);
    }

    boolean told() {
        return told;
    }

    private void manifest(HttpHeaders headers, HttpHeaders passed) {
        String coding = headers.get(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.IDENTITY.toString());
        boolean readable = HttpHeaderValues.IDENTITY.contentEqualsIgnoreCase(coding);
        if (!readable) {
            tell(HttpResponseStatus.OK, passed); // it was asked for otherwise, and can't be helped
            return;
        }
        passed.remove(HttpHeaderNames.CONTENT_LENGTH);
        passed.remove(HttpHeaderNames.ACCEPT_RANGES);
        if (shaping.method().equals(HttpMethod.HEAD)) {
            tell(HttpResponseStatus.OK, passed);
            return;
        }
        share = shaper.origins().share();
        text = shaper.origins().textBody(share);
        textHeaders = passed;
        long limitNanos = shaper.origins().manifestTimeout().toNanos();
        textLimit = shaping.loop().schedule(this::late, limitNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void bytes(ByteBuf bytes) {
        shaper.counters().originBytes.add(bytes.readableBytes());
        if (over) {
            bytes.release();
        } else if (text != null) {
            text.add(fetch.url(), bytes).ifPresent(this::fail);
        } else {
            shaping.response().bytes(bytes);
        }
    }

    @Override
    public void end() {
        if (over) {
            return;
        }
        if (text != null) {
            Manifest manifest = text.manifest();
            done();
            manifestCame(manifest);
        } else {
            done();
            shaping.response().end();
        }
    }

    private void manifestCame(Manifest manifest) {
        shaper.counters().manifests.increment();
        String shown;
        try {
            shown = shaping.manifest(fetch.url(), manifest.text(), textHeaders);
        } catch (RuntimeException e) {
            LOG.errorf(e, "a manifest was not understood: url=%s", fetch.url().getRawPath());
            shaping.failed(
                    new OriginFailure(OriginFailure.Kind.BROKEN, "the manifest at the origin was not understood"));
            return;
        }
        ByteBuf bytes = manifest.with(shown).bytes();
        if (!share.resize(bytes.readableBytes())) {
            bytes.release();
            shaping.failed(OriginFailure.busy(share));
            return;
        }
        textHeaders.set(HttpHeaderNames.CONTENT_LENGTH, bytes.readableBytes());
        tell(HttpResponseStatus.OK, textHeaders);
        shaping.response().bytes(bytes);
        shaping.response().end();
    }

    @Override
    public void failed(OriginFailure failure) {
        if (!over) {
            done();
            release();
            shaping.failed(failure);
        }
    }

    private void release() {
        if (share != null) {
            share.release();
        }
    }

    private void late() {
        fail(new OriginFailure(
                OriginFailure.Kind.SILENT,
                fetch.url() + " was not whole within "
                        + shaper.origins().manifestTimeout().toSeconds() + " s"));
    }

    private void fail(OriginFailure failure) {
        fetch.cancel();
        failed(failure);
    }

    private void done() {
        over = true;
        if (textLimit != null) {
            textLimit.cancel(false);
        }
        if (text != null) {
            text.release();
        }
    }
}
