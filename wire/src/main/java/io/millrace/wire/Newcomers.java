package io.millrace.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.util.Optional;

/** Receives each new connection of one port: counts it in, and gives it its first handlers. Used by every event loop. */
final class Newcomers extends ChannelInitializer<Channel> {

    private final Listening listening;
    /** Null for a port without TLS. */
    private final ReloadedTls tls;

    private final RefusedConnections refused;

    Newcomers(Listening listening, ReloadedTls tls, RefusedConnections refused) {
        this.listening = listening;
        this.tls = tls;
        this.refused = refused;
    }

    @Override
    protected void initChannel(Channel channel) {
        InetAddress client = Peer.address(channel.remoteAddress());
        boolean exempt = listening.proxies().contains(client);
        Optional<Limit> beyond = listening.admission().enter(client, exempt);
        // First of all: what fails from here on closes the connection.
        if (beyond.isEmpty()) {
            channel.closeFuture().addListener(closed -> listening.admission().leave(client, exempt));
        }
        if (tls != null) {
            SslHandler handshake = tls.current().newHandler(channel.alloc());
            // The time of a handshake is part of that of a connection's beginning, which is watched as a whole.
            handshake.setHandshakeTimeoutMillis(0);
            channel.pipeline().addLast(handshake);
        }
        if (beyond.isEmpty()) {
            channel.pipeline().addLast(new ProtocolDetector(listening, false));
        } else {
            listening.refusals().count(beyond.get());
            channel.pipeline().addLast(new ProtocolDetector(listening.refusing(beyond.get()), true));
            refused.add(channel);
        }
    }
}
