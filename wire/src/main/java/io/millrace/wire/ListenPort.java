package io.millrace.wire;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One port, listened on at several addresses: all of them or none. */
final class ListenPort {

    /** For a free port: one that is free at the first address may be taken at the next. */
    private static final int TRIES = 20;

    private final ServerBootstrap bootstrap;
    private final String name;
    private final String setting;

    /**
     * @param name what the port is for, as messages call it
     * @param setting the one to change when the port can't be used
     */
    ListenPort(ServerBootstrap bootstrap, String name, String setting) {
        this.bootstrap = bootstrap;
        this.name = name;
        this.setting = setting;
    }

    /**
     * Listens.
     *
     * @param port 0 for one that is free at all addresses
     * @return the listening channels, at least one
     * @throws ListenFailedException if the port can't be had
     */
    List<Channel> bind(List<ListenAddress> addresses, int port) {
        for (int tries = 1; ; tries++) {
            try {
                return bindAll(addresses, port);
            } catch (ListenFailedException e) {
                if (port != 0 || tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    static int portOf(Channel listening) {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** The beginning of a URL that works on this machine. */
    static String urlOf(String scheme, Channel listening) {
        InetSocketAddress bound = (InetSocketAddress) listening.localAddress();
        // Whoever listens everywhere is also here.
        return scheme + "://"
                + (bound.getAddress().isAnyLocalAddress()
                        ? "127.0.0.1:" + bound.getPort()
                        : NetUtil.toSocketAddressString(bound));
    }

    private List<Channel> bindAll(List<ListenAddress> addresses, int wanted) {
        List<Channel> bound = new ArrayList<>();
        int port = wanted;
        for (int i = 0; i < addresses.size(); i++) {
            ListenAddress address = addresses.get(i);
            ChannelFuture attempt = bind(address.address(), port);
            if (!attempt.isSuccess() && isMissing(attempt.cause())) {
                if (address.instead() != null) {
                    attempt = bind(address.instead(), port);
                } else if (!bound.isEmpty()) {
                    continue;
                }
            }
            if (!attempt.isSuccess()) {
                bound.forEach(channel -> channel.close().awaitUninterruptibly());
                throw failed(address, port, attempt.cause());
            }
            bound.add(attempt.channel());
            port = portOf(attempt.channel());
        }
        return bound;
    }

    private ChannelFuture bind(InetAddress address, int port) {
        return bootstrap.bind(new InetSocketAddress(address, port)).awaitUninterruptibly();
    }

    /** Whether a machine, or its kernel, has no such address. NIO and epoll tell it in ways of their own. */
    private static boolean isMissing(Throwable cause) {
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        boolean said = message.contains("cannot assign")
                || message.contains("can't assign")
                || message.contains("protocol family")
                || message.contains("not supported");
        return cause instanceof UnsupportedAddressTypeException || (cause instanceof IOException && said);
    }

    private ListenFailedException failed(ListenAddress address, int port, Throwable cause) {
        return new ListenFailedException(
                "the " + name + " port " + address.host() + ":" + port + " can't be used (" + cause.getMessage()
                        + "): stop what uses it, or set " + setting,
                cause);
    }
}
