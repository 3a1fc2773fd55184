package io.millrace.shaper.origin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One request to an origin and its answer, through redirects. Owned by one event loop, on which everything here is called;
 * ends with the last call of its listener, or when it is cancelled.
 */
public final class Fetch {

    private static final int MOST_REDIRECTS = 5;

    private final Origins origins;
    private final EventLoop loop;
    private final OriginRequest request;
    private final FetchListener listener;
    private final HttpHeaders headers;

    private URI url;
    private int redirects;
    /** Null while there is none. */
    private OriginConnection connection;
    /** The connection has answered others before: that it is gone may say nothing of the origin. */
    private boolean reused;
    /** Null while no answer is waited for. */
    private ScheduledFuture<?> silence;

    private boolean answered;
    private boolean reading = true;
    private boolean over;

    Fetch(Origins origins, EventLoop loop, OriginRequest request, FetchListener listener) {
        this.origins = origins;
        this.loop = loop;
        this.request = request;
        this.listener = listener;
        this.headers = request.headers().copy();
        this.url = request.url();
    }

    /** Where the answer is from: the URL that was asked for, or what its redirects have led to. */
    public URI url() {
        return url;
    }

    /** Holds the origin back, in its socket at last; what has been read already still comes. */
    public void setReading(boolean wanted) {
        reading = wanted;
        if (answered && connection != null) {
            connection.setReading(wanted);
        }
    }

    /** Wants nothing more; the listener is not called again. */
    public void cancel() {
        over = true;
        letGo();
    }

    void start() {
        OriginAddress origin;
        try {
            origin = OriginAddress.of(url);
        } catch (IllegalArgumentException e) {
            failLater(OriginFailure.refused(e.getMessage()));
            return;
        }
        Optional<String> refused = origins.guard().check(origin);
        if (refused.isPresent()) {
            failLater(OriginFailure.refused(refused.get()));
            return;
        }
        Optional<OriginConnection> idle = origins.idle(loop).take(origin);
        reused = idle.isPresent();
        idle.ifPresentOrElse(this::ask, () -> resolve(origin));
    }

    private void resolve(OriginAddress origin) {
        origins.names().addresses(loop, origin.host()).addListener(found -> {
            if (over) {
                return;
            }
            if (!found.isSuccess()) {
                failLater(OriginFailure.unreachable(origin + " can't be found: no address of this name is known"));
                return;
            }
            @SuppressWarnings("unchecked")
            List<InetAddress> addresses = (List<InetAddress>) found.getNow();
            Optional<String> refused = origins.guard().check(origin, addresses);
            if (refused.isPresent()) {
                failLater(OriginFailure.refused(refused.get()));
            } else {
                connect(origin, addresses);
            }
        });
    }

    /** One address after the other, until one can be connected to. */
    private void connect(OriginAddress origin, List<InetAddress> addresses) {
        Promise<OriginConnection> connected = loop.newPromise();
        connected.addListener(done -> {
            if (over) {
                if (done.isSuccess()) {
                    connected.getNow().close();
                }
            } else if (done.isSuccess()) {
                ask(connected.getNow());
            } else if (addresses.size() > 1) {
                connect(origin, addresses.subList(1, addresses.size()));
            } else {
                fail(OriginFailure.unreachable(origins.dialer().explain(origin, done.cause())));
            }
        });
        InetSocketAddress address = new InetSocketAddress(addresses.getFirst(), origin.port());
        origins.dialer().dial(loop, origin, address, origins.idle(loop), connected);
    }

    private void ask(OriginConnection free) {
        connection = free;
        silence = loop.schedule(this::silent, origins.answerTimeout().toNanos(), TimeUnit.NANOSECONDS);
        free.send(this, httpRequest(free.origin()));
    }

    private HttpRequest httpRequest(OriginAddress origin) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String target = url.getRawQuery() == null ? path : path + '?' + url.getRawQuery();
        headers.set(HttpHeaderNames.HOST, origin.authority());
        return new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                request.method(),
                target,
                Unpooled.EMPTY_BUFFER,
                headers.copy(),
                EmptyHttpHeaders.INSTANCE);
    }

    /** The origin has answered. */
    void head(int status, HttpHeaders told) {
        silence.cancel(false);
        String location = told.get(HttpHeaderNames.LOCATION);
        if (Redirection.is(status) && location != null) {
            redirect(location);
            return;
        }
        answered = true;
        connection.setReading(reading);
        listener.head(status, told);
    }

    private void redirect(String location) {
        letGo();
        URI next;
        try {
            next = Redirection.target(url, location);
        } catch (IllegalArgumentException e) {
            fail(OriginFailure.broken(url + " leads to \"" + location + "\", which is no URL"));
            return;
        }
        if (redirects++ == MOST_REDIRECTS) {
            fail(OriginFailure.broken(request.url() + " leads on and on: more than " + MOST_REDIRECTS + " redirects"));
            return;
        }
        if (Redirection.leavesOrigin(url, next)) {
            headers.remove(HttpHeaderNames.AUTHORIZATION);
            headers.remove(HttpHeaderNames.COOKIE);
        }
        url = next;
        start();
    }

    void bytes(ByteBuf bytes) {
        listener.bytes(bytes);
    }

    /** The connection has its next request to wait for. */
    void end() {
        connection = null;
        if (!over) {
            over = true;
            listener.end();
        }
    }

    /** The connection has broken, or is no use any more. */
    void lost(String reason) {
        connection = null;
        if (silence != null) {
            silence.cancel(false);
        }
        if (over) {
            return;
        }
        if (reused && !answered) {
            start(); // it may have been closed for its idleness while the request was on its way
        } else {
            fail(OriginFailure.broken("the answer of " + url + " is broken: " + reason));
        }
    }

    private void silent() {
        if (!over) {
            fail(OriginFailure.silent(
                    url + " has not answered within " + origins.answerTimeout().toSeconds() + " s"));
        }
    }

    /** Not within the call that began it. */
    private void failLater(OriginFailure failure) {
        loop.execute(() -> fail(failure));
    }

    private void fail(OriginFailure failure) {
        letGo();
        if (!over) {
            over = true;
            listener.failed(failure);
        }
    }

    private void letGo() {
        if (silence != null) {
            silence.cancel(false);
        }
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
