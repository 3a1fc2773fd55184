package io.millrace.shaper.origin;

import io.millrace.pem.UnusableFileException;
import io.millrace.shaper.memory.ManifestMemory;
import io.millrace.shaper.memory.ManifestShare;
import io.millrace.wire.HttpListener;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The way to the edge and to other origins, over HTTP/1.1 with or without TLS. Each fetch is on one event loop, with
 * connections of that loop; nothing blocks. Ends when it is closed.
 */
public final class Origins implements AutoCloseable {

    private final Guard guard;
    private final Names names;
    private final OriginTls tls;
    private final Dialer dialer;
    private final OriginConfig config;
    private final ManifestMemory memory;
    private final Map<EventLoop, IdleConnections> idle = new HashMap<>();

    private Origins(
            Vertx vertx, TrustedEdge edge, OriginConfig config, Duration reload, ManifestMemory memory, Names names) {
        VertxInternal internal = (VertxInternal) vertx;
        this.guard = Guard.of(edge.url(), config);
        this.tls = OriginTls.start(vertx, edge, config, reload);
        this.names = names;
        this.config = config;
        this.memory = memory;
        this.dialer = new Dialer(internal.transport().channelFactory(false), config.connectTimeout(), tls);
        HttpListener.loops(vertx).forEach(loop -> idle.put((EventLoop) loop, new IdleConnections((EventLoop) loop)));
    }

    /**
     * Opens the way.
     *
     * @param vertx fetches are on its event loops
     * @param edge what may always be asked
     * @param reload how often the files of certificates are looked at
     * @param memory for manifests
     * @throws InvalidOriginSettingException if a setting makes no sense
     * @throws UnusableFileException if a file of certificates can't be used
     */
    public static Origins open(
            Vertx vertx, TrustedEdge edge, OriginConfig config, Duration reload, ManifestMemory memory) {
        return open(vertx, edge, config, reload, memory, (loop, host) -> resolve((VertxInternal) vertx, loop, host));
    }

    /** The same with names from elsewhere. */
    static Origins open(
            Vertx vertx, TrustedEdge edge, OriginConfig config, Duration reload, ManifestMemory memory, Names names) {
        return new Origins(vertx, edge, config, reload, memory, names);
    }

    /**
     * Asks an origin. Called on the event loop, on which the listener is called too, not before this has returned.
     *
     * @param loop one of the Vert.x's
     */
    public Fetch fetch(EventLoop loop, OriginRequest request, FetchListener listener) {
        Fetch fetch = new Fetch(this, loop, request, listener);
        fetch.start();
        return fetch;
    }

    /**
     * Asks an origin for a text as a whole, such as a manifest; bounded in its length and its time. Called on the
     * event loop, on which one of the two is told, once.
     *
     * @param whole takes the answer, whatever its status is
     * @param broken takes why there is none
     */
    public TextFetch text(
            EventLoop loop, OriginRequest request, Consumer<OriginText> whole, Consumer<OriginFailure> broken) {
        TextFetch text = new TextFetch(this, loop, request, whole, broken);
        text.start();
        return text;
    }

    Guard guard() {
        return guard;
    }

    Names names() {
        return names;
    }

    Dialer dialer() {
        return dialer;
    }

    /** Connections of an event loop that wait for a request. */
    IdleConnections idle(EventLoop loop) {
        return idle.get(loop);
    }

    Duration answerTimeout() {
        return config.answerTimeout();
    }

    /** How long a manifest may take as a whole. */
    public Duration manifestTimeout() {
        return config.manifestTimeout();
    }

    /** What a manifest takes of the memory; the caller releases it. */
    public ManifestShare share() {
        return memory.share();
    }

    /**
     * For the body of a manifest; the caller releases it.
     *
     * @param share what it takes of the memory; stays the caller's
     */
    public TextBody textBody(ManifestShare share) {
        return new TextBody(config.manifestBytes(), share);
    }

    /** Lets go of connections that wait for a request; fetches in progress go on. */
    @Override
    public void close() {
        tls.close();
        idle.forEach((loop, connections) -> loop.execute(connections::close));
    }

    /** By the resolver that Vert.x has, which reads what the system is configured with. */
    private static Future<List<InetAddress>> resolve(VertxInternal vertx, EventLoop loop, String host) {
        Promise<List<InetAddress>> found = loop.newPromise();
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        if (literal != null) {
            return found.setSuccess(List.of(NetUtil.createInetAddressFromIpAddressString(host)));
        }
        vertx.nettyAddressResolverGroup()
                .getResolver(loop)
                .resolveAll(InetSocketAddress.createUnresolved(host, 0))
                .addListener((Future<List<InetSocketAddress>> all) -> {
                    if (all.isSuccess()) {
                        found.setSuccess(all.getNow().stream()
                                .map(InetSocketAddress::getAddress)
                                .toList());
                    } else {
                        found.setFailure(all.cause());
                    }
                });
        return found;
    }
}
