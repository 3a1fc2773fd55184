package io.millrace.wire;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A service's ports, without TLS and with it, that speak HTTP/1.1 and HTTP/2. Connections are spread over the event
 * loops of a Vert.x, each staying on one, and use its transport.
 */
public final class HttpListener implements AutoCloseable {

    /**
     * What may wait for a socket: slices of chunks that all readers share, so that a large object takes few writes. Where
     * bytes are encrypted these are a copy for each connection.
     */
    private static final WriteBufferWaterMark WRITES = new WriteBufferWaterMark(128 << 10, 512 << 10);

    private static final int ACCEPT_BACKLOG = 4096;
    private static final long CLOSE_SECONDS = 2;

    private final String name;
    private final Listening listening;
    private final List<Channel> plain = new ArrayList<>();
    private final List<Channel> secure = new ArrayList<>();
    /** Null where there is no TLS. */
    private ReloadedTls tls;

    private HttpListener(String name, Listening listening) {
        this.name = name;
        this.listening = listening;
    }

    /**
     * Listens; returns when connections are accepted. Not to be called on an event loop.
     *
     * @param name the service, as settings, metrics and messages call it: {@code edge}
     * @throws ListenFailedException if a port can't be had
     * @throws InvalidListenerException if a setting or a file of TLS is wrong
     */
    public static HttpListener start(Vertx vertx, String name, ListenerConfig config, ExchangeHandler handler) {
        HttpListener listener = new HttpListener(name, Listening.of(vertx, name, config, handler));
        try {
            listener.listen(vertx, config);
            return listener;
        } catch (RuntimeException e) {
            listener.close();
            throw e;
        }
    }

    private void listen(Vertx vertx, ListenerConfig config) {
        String prefix = ListenerSettings.prefix(name);
        RefusedConnections refused = new RefusedConnections();
        List<ListenAddress> addresses = ListenAddress.of(config.host(), prefix + "HOST");
        if (config.plain()) {
            ServerBootstrap bootstrap = bootstrap(vertx, new Newcomers(listening, null, refused));
            plain.addAll(new ListenPort(bootstrap, name, prefix + "PORT").bind(addresses, config.port()));
        }
        if (config.tls().port().isPresent()) {
            tls = ReloadedTls.start(vertx, name, config.tls());
            ServerBootstrap bootstrap = bootstrap(vertx, new Newcomers(listening, tls, refused));
            secure.addAll(new ListenPort(bootstrap, name + " TLS", prefix + "TLS_PORT")
                    .bind(addresses, config.tls().port().getAsInt()));
        }
    }

    /** The event loops that listeners of this Vert.x have their connections on. */
    public static EventLoopGroup loops(Vertx vertx) {
        return ((VertxInternal) vertx).getEventLoopGroup();
    }

    private static ServerBootstrap bootstrap(Vertx vertx, Newcomers newcomers) {
        VertxInternal internal = (VertxInternal) vertx;
        return new ServerBootstrap()
                .group(internal.getAcceptorEventLoopGroup(), loops(vertx))
                .channelFactory(internal.transport().serverChannelFactory(false))
                .option(ChannelOption.SO_BACKLOG, ACCEPT_BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITES)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(newcomers);
    }

    /** The port without TLS; 0 where it is turned off. */
    public int port() {
        return plain.isEmpty() ? 0 : ListenPort.portOf(plain.getFirst());
    }

    /** The port with TLS; 0 where there is none. */
    public int tlsPort() {
        return secure.isEmpty() ? 0 : ListenPort.portOf(secure.getFirst());
    }

    /** Whether only clients on this machine can reach it. */
    public boolean onLoopbackAlone() {
        return Stream.concat(plain.stream(), secure.stream())
                .allMatch(port -> port.localAddress() instanceof InetSocketAddress address
                        && address.getAddress().isLoopbackAddress());
    }

    /** Where a client on this machine finds it: without TLS, if there is a way. */
    public String url() {
        return plain.isEmpty()
                ? ListenPort.urlOf("https", secure.getFirst())
                : ListenPort.urlOf("http", plain.getFirst());
    }

    /** Connections that are open now, those that are being refused included. */
    public int connections() {
        return listening.connections().count();
    }

    /**
     * Publishes {@code millrace.<name>.connections}, {@code millrace.<name>.clients} and {@code
     * millrace.<name>.refused} with the tag {@code limit}.
     */
    public void register(MeterRegistry registry) {
        Gauge.builder("millrace." + name + ".connections", this, HttpListener::connections)
                .description("connections that are open")
                .register(registry);
        Gauge.builder("millrace." + name + ".clients", listening.admission(), Admission::clients)
                .description("clients with a connection, or a request through a trusted proxy, where they are counted")
                .register(registry);
        listening.refusals().register(registry, name);
    }

    /** How often a limit was met. */
    long refused(Limit limit) {
        return listening.refusals().of(limit);
    }

    /**
     * Asks clients to go, and goes on taking their connections and requests for as long as the settings say; returns when
     * that time is over.
     */
    public void leave() {
        Duration delay = listening.config().drainDelay();
        if (delay.isZero() || listening.connections().leaving()) {
            return;
        }
        listening.connections().leave();
        try {
            TimeUnit.NANOSECONDS.sleep(delay.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Leaves first; then takes no further connection and lets the exchanges in progress end, for as long as the settings
     * say at the most; then cuts off what is left of them. An interrupt shortens all of it.
     */
    public void drain() {
        leave();
        drain(listening.config().drain());
    }

    private void drain(Duration grace) {
        plain.forEach(channel -> channel.close().awaitUninterruptibly());
        secure.forEach(channel -> channel.close().awaitUninterruptibly());
        if (tls != null) {
            tls.close();
        }
        if (!drained(grace.toMillis())) {
            listening.connections().closeAll();
            drained(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
        }
    }

    /** Closes at once; exchanges in progress are cut off. */
    @Override
    public void close() {
        drain(Duration.ZERO);
    }

    private boolean drained(long limitMs) {
        try {
            listening.connections().drain().get(limitMs, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
