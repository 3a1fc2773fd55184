package io.millrace.control.rest;

import io.grpc.BindableService;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The services of the API within this process, with the same interceptors before them as on the gRPC port: a caller over HTTP
 * may do what a caller over gRPC may, and is logged alike. Each call is a virtual thread.
 */
public final class InProcessApi implements AutoCloseable {

    private final ExecutorService calls = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("control-rest-call-", 0).factory());
    private final Server server;
    private final ManagedChannel channel;

    /** @param interceptors the first of which sees a call first */
    public InProcessApi(List<BindableService> services, List<ServerInterceptor> interceptors) {
        String name = InProcessServerBuilder.generateName();
        InProcessServerBuilder builder = InProcessServerBuilder.forName(name).executor(calls);
        services.forEach(service -> builder.addService(ServerInterceptors.interceptForward(service, interceptors)));
        try {
            this.server = builder.build().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // What comes back is only handed to the event loop of its exchange.
        this.channel = InProcessChannelBuilder.forName(name).directExecutor().build();
    }

    Channel channel() {
        return channel;
    }

    /** Ends calls that are still in progress. */
    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
        try {
            server.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        calls.shutdown();
    }
}
