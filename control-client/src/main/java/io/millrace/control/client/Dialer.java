package io.millrace.control.client;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.millrace.pem.UnusableFileException;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Opens channels to the control plane. Each is made anew, with what the files of certificates hold at the time, its name looked
 * up again, and no waiting of gRPC's own. Its one event loop is no service's, so that the control plane takes no time from the
 * connections of clients. Ends when it is closed.
 */
final class Dialer implements AutoCloseable {

    /** A change may hold many resources; parts of snapshots are smaller than 1 MiB. */
    private static final int MOST_MESSAGE_BYTES = 16 << 20;

    /** A name's addresses are tried in an order of chance, so that not all services have the same replica. */
    private static final Map<String, ?> ANY_ADDRESS_FIRST =
            Map.of("loadBalancingConfig", List.of(Map.of("pick_first", Map.of("shuffleAddressList", true))));

    private final ControlClientConfig config;
    private final BearerToken token;
    private final ClientTls tls;
    private final Executor executor;
    private final EventLoopGroup loop;

    /**
     * @param executor on which the channels' calls are told of what happens
     * @throws InvalidControlSettingException if the token or certificates can't be used
     * @throws UnusableFileException if a file of certificates can't be used
     */
    Dialer(ControlClientConfig config, Executor executor) {
        this.config = config;
        this.executor = executor;
        this.token = BearerToken.of(config);
        this.tls = ClientTls.of(config);
        this.loop = new NioEventLoopGroup(1, new DefaultThreadFactory("millrace-control-io", true));
    }

    /** A channel; nothing is connected yet. */
    ManagedChannel open(String target) {
        long silenceMs = config.silence().toMillis();
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget(target, tls.current())
                .eventLoopGroup(loop)
                .channelType(NioSocketChannel.class)
                .withOption(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(config.connectTimeout().toMillis()))
                .executor(executor)
                .intercept(token)
                .maxInboundMessageSize(MOST_MESSAGE_BYTES)
                .disableRetry()
                .disableServiceConfigLookUp()
                .defaultServiceConfig(ANY_ADDRESS_FIRST)
                // Only where nothing comes: a server that is asked too often whether it lives hangs up.
                .keepAliveTime(Math.max(1, silenceMs * 2 / 3), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(Math.max(1, silenceMs / 3), TimeUnit.MILLISECONDS);
        config.serverName().ifPresent(builder::overrideAuthority);
        return builder.build();
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
