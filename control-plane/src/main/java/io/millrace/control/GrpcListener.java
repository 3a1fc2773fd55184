package io.millrace.control;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The port of the API, with health (grpc.health.v1) and reflection beside it. Health is that of the replica, not of its
 * store, which all replicas share: none would be left to tell routes. Each call is a virtual thread, which may block.
 */
final class GrpcListener implements AutoCloseable {

    private static final String ANY = "*";
    private static final int MOST_METADATA_BYTES = 16 << 10;
    private static final int MOST_CALLS_PER_CONNECTION = 1_000;
    private static final Duration KEEP_ALIVE_TIMEOUT = Duration.ofSeconds(10);
    /** Who watches has been told of the stop, and is given a moment to hear it. */
    private static final Duration LEAST_DRAIN = Duration.ofSeconds(1);
    /** Callers may ask so often whether the control plane is still there, and not more often. */
    private static final Duration PERMITTED_KEEP_ALIVE = Duration.ofSeconds(5);

    private final Server server;
    private final HealthStatusManager health;
    private final Duration drain;
    /** When calls in progress are cut off, as {@link System#nanoTime}; touched by the thread that stops it. */
    private long graceEndNanos;

    private GrpcListener(Server server, HealthStatusManager health, Duration drain) {
        this.server = server;
        this.health = health;
        this.drain = drain;
    }

    /**
     * Listens.
     *
     * @param interceptors the first of which sees a call first
     * @throws InvalidControlException if the port can't be had
     */
    static GrpcListener start(
            ControlConfig config, GrpcTls tls, List<BindableService> services, List<ServerInterceptor> interceptors) {
        ControlConfig.Grpc grpc = config.grpc();
        HealthStatusManager health = new HealthStatusManager();
        NettyServerBuilder builder = NettyServerBuilder.forAddress(address(grpc), tls.credentials())
                .executor(Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("control-call-", 0).factory()))
                .maxInboundMessageSize(grpc.maxMessageBytes())
                .maxInboundMetadataSize(MOST_METADATA_BYTES)
                .maxConcurrentCallsPerConnection(MOST_CALLS_PER_CONNECTION)
                .maxConnectionIdle(grpc.maxIdle().toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTime(grpc.keepAlive().toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(KEEP_ALIVE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveTime(PERMITTED_KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance());
        for (BindableService service : services) {
            ServerServiceDefinition definition = ServerInterceptors.interceptForward(service, interceptors);
            builder.addService(definition);
            health.setStatus(definition.getServiceDescriptor().getName(), ServingStatus.SERVING);
        }
        try {
            return new GrpcListener(builder.build().start(), health, config.drain());
        } catch (IOException e) {
            throw new InvalidControlException(
                    "the control plane can't listen on " + grpc.host() + " port " + grpc.port() + " (" + reason(e)
                            + "): stop what uses it, or set MILLRACE_CONTROL_GRPC_PORT",
                    e);
        }
    }

    int port() {
        return server.getPort();
    }

    /**
     * Where it is to listen.
     *
     * @throws InvalidControlException if that is no place
     */
    static InetSocketAddress address(ControlConfig.Grpc grpc) {
        try {
            return grpc.host().equals(ANY)
                    ? new InetSocketAddress(grpc.port())
                    : new InetSocketAddress(InetAddress.getByName(grpc.host()), grpc.port());
        } catch (UnknownHostException e) {
            throw new InvalidControlException(
                    "MILLRACE_CONTROL_GRPC_HOST is " + grpc.host() + ", which has no address", e);
        } catch (IllegalArgumentException e) {
            throw new InvalidControlException(
                    "MILLRACE_CONTROL_GRPC_PORT is " + grpc.port() + ": it must be from 0 to 65535", e);
        }
    }

    private static String reason(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return String.valueOf(innermost.getMessage());
    }

    /** Says that clients should go (grpc.health.v1); calls are still taken. */
    void leave() {
        health.enterTerminalState();
    }

    /** Takes no further call; those in progress have the grace period from now on. Returns at once. */
    void shutdown() {
        server.shutdown();
        graceEndNanos = System.nanoTime() + Math.max(drain.toNanos(), LEAST_DRAIN.toNanos());
    }

    /** Behind {@link #shutdown}: lets calls in progress end within the grace period, then ends the rest. */
    @Override
    public void close() {
        try {
            if (!server.awaitTermination(graceEndNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                server.shutdownNow();
                server.awaitTermination(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
