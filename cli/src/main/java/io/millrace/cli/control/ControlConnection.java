package io.millrace.cli.control;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.ManagedChannelRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.MetadataUtils;
import io.millrace.cli.CommandFailedException;
import io.millrace.cli.context.Context;
import io.millrace.cli.http.Credentials;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A connection to a control plane, for the calls of one command. May be used by any thread; ends when it is closed. */
public final class ControlConnection implements AutoCloseable {

    private static final int MOST_MESSAGE_BYTES = 16 << 20;
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final ManagedChannel channel;

    private ControlConnection(ManagedChannel channel) {
        this.channel = channel;
    }

    /**
     * Nothing is connected before the first call.
     *
     * @param timeout of each call, but for those that answer without end
     * @throws CommandFailedException if it makes no sense, or a file that it names can't be used
     */
    static ControlConnection open(Context to, Duration timeout) {
        ControlUri uri = ControlUri.parse(to.control());
        if (!uri.encrypted() && (to.ca().isPresent() || to.certificate().isPresent())) {
            throw new CommandFailedException(
                    "%s speaks no TLS, so certificates are of no use; write https://".formatted(uri));
        }
        try {
            ManagedChannelBuilder<?> builder = Grpc.newChannelBuilderForAddress(
                            uri.host(), uri.port(), uri.encrypted() ? tls(to) : InsecureChannelCredentials.create())
                    .maxInboundMessageSize(MOST_MESSAGE_BYTES)
                    .disableRetry()
                    .intercept(deadline(timeout));
            token(to).ifPresent(token -> builder.intercept(bearer(token)));
            return new ControlConnection(builder.build());
        } catch (ManagedChannelRegistry.ProviderNotFoundException e) {
            // gRPC's Netty could not be made with these credentials, and there is nothing else that could.
            String why = e.getMessage().replaceFirst("^.*Unable to create SslContext: ", "");
            throw new CommandFailedException("certificates can't be used: " + why, e);
        }
    }

    /** What calls go over. */
    public Channel channel() {
        return channel;
    }

    /** The next call tries to connect at once, however long the last ones have failed: who calls waits between tries. */
    public void tryAtOnce() {
        channel.resetConnectBackoff();
    }

    /** Ends calls in progress. */
    @Override
    public void close() {
        channel.shutdownNow();
    }

    private static ChannelCredentials tls(Context to) {
        TlsChannelCredentials.Builder credentials = TlsChannelCredentials.newBuilder();
        try {
            if (to.ca().isPresent()) {
                credentials.trustManager(to.ca().get().toFile());
            }
            if (to.certificate().isPresent()) {
                Path key = to.key().orElseThrow();
                credentials.keyManager(to.certificate().get().toFile(), key.toFile());
            }
        } catch (IOException e) {
            throw new CommandFailedException("certificates can't be read: " + e.getMessage(), e);
        }
        return credentials.build();
    }

    private static Optional<String> token(Context to) {
        return to.token().or(() -> to.tokenFile().map(Credentials::firstLine)).map(Credentials::bearer);
    }

    private static ClientInterceptor bearer(String authorization) {
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, authorization);
        return MetadataUtils.newAttachHeadersInterceptor(headers);
    }

    private static ClientInterceptor deadline(Duration timeout) {
        return new ClientInterceptor() {
            @Override
            public <Q, R> ClientCall<Q, R> interceptCall(
                    MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
                return next.newCall(
                        method,
                        method.getType().serverSendsOneMessage()
                                ? options.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS)
                                : options);
            }
        };
    }
}
