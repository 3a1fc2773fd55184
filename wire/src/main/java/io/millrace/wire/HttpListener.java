package io.millrace.wire;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;
import io.vertx.core.shareddata.LocalMap;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One port that speaks HTTP/1.1, and HTTP/2 to clients that begin with its preface. Vert.x accepts the connections and
 * spreads them over its event loops; each connection stays on one.
 */
public final class HttpListener implements AutoCloseable {

    private static final int ACCEPT_BACKLOG = 4096;
    private static final long STOP_SECONDS = 10;

    private final Vertx vertx;
    private final ListenerOptions options;
    private final OpenConnections connections = new OpenConnections();
    private final List<String> deployments = new CopyOnWriteArrayList<>();
    private volatile int port;

    private HttpListener(Vertx vertx, ListenerOptions options) {
        this.vertx = vertx;
        this.options = options;
    }

    /**
     * Listens; returns when connections are accepted.
     *
     * @param loops how many of Vert.x's event loops take connections
     * @throws ListenFailedException if the port can't be had
     */
    public static HttpListener start(Vertx vertx, ListenerOptions options, int loops, ExchangeHandler handler) {
        HttpListener listener = new HttpListener(vertx, options);
        String taken = listener.ports().putIfAbsent(options.port(), options.name());
        if (taken != null && options.port() != 0) {
            throw failed(options, "the " + taken + " listens there", null);
        }
        try {
            listener.deploy(loops, handler);
            return listener;
        } catch (CompletionException e) {
            listener.close();
            throw failed(options, e.getCause().getMessage(), e.getCause());
        }
    }

    public int port() {
        return port;
    }

    /** HTTP/1.1 connections that are open now. */
    public int connections() {
        return connections.count();
    }

    /** Takes no further connection and lets the exchanges in progress end, for so long at the most; then closes. */
    public void drain(Duration grace) {
        undeploy();
        try {
            connections.drain().get(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            connections.closeAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            connections.closeAll();
        }
    }

    /** Closes at once; exchanges in progress are cut off. */
    @Override
    public void close() {
        drain(Duration.ZERO);
    }

    private void deploy(int loops, ExchangeHandler handler) {
        // Servers with the same negative port share one that is free.
        int shared = options.port() == 0 ? -ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE) : options.port();
        String id = vertx.deployVerticle(
                        () -> new Acceptor(shared, handler), new DeploymentOptions().setInstances(loops))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        deployments.add(id);
    }

    /** Vert.x would let two listeners of one process share a port, and give each every other connection. */
    private LocalMap<Integer, String> ports() {
        return vertx.sharedData().getLocalMap("millrace.ports");
    }

    private static ListenFailedException failed(ListenerOptions options, String reason, Throwable cause) {
        return new ListenFailedException(
                "the " + options.name() + " port " + options.host() + ":" + options.port() + " can't be used (" + reason
                        + "): stop what uses it, or set " + options.portSetting(),
                cause);
    }

    /** Best effort: a deployment that is gone already, with Vert.x itself perhaps, is as good. */
    private void undeploy() {
        CompletableFuture<?>[] stops = deployments.stream()
                .map(id -> vertx.undeploy(id).toCompletionStage().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        deployments.clear();
        ports().remove(options.port());
        CompletableFuture.allOf(stops)
                .orTimeout(STOP_SECONDS, TimeUnit.SECONDS)
                .exceptionally(failure -> null)
                .join();
    }

    /** One event loop's share of the connections. */
    private final class Acceptor extends AbstractVerticle {

        private final int onPort;
        private final ExchangeHandler handler;

        Acceptor(int onPort, ExchangeHandler handler) {
            this.onPort = onPort;
            this.handler = handler;
        }

        @Override
        public void start(Promise<Void> started) {
            NetServer server = vertx.createNetServer(new NetServerOptions()
                    .setHost(options.host())
                    .setPort(onPort)
                    .setAcceptBacklog(ACCEPT_BACKLOG)
                    .setTcpNoDelay(true)
                    .setTcpKeepAlive(true));
            server.connectHandler(this::connected);
            server.listen()
                    .onSuccess(listening -> port = listening.actualPort())
                    .<Void>mapEmpty()
                    .onComplete(started);
        }

        /** The codecs go before Vert.x's own handler, as in Vert.x's other protocols on its net server. */
        private void connected(NetSocket socket) {
            ChannelPipeline pipeline =
                    ((NetSocketInternal) socket).channelHandlerContext().pipeline();
            pipeline.addBefore(
                    "handler",
                    "idle",
                    new IdleStateHandler(options.idleTimeout().toMillis(), 0, 0, TimeUnit.MILLISECONDS));
            pipeline.addBefore("handler", "protocol", new ProtocolDetector(handler, connections));
        }
    }
}
