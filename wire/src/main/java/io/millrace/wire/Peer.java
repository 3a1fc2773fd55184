package io.millrace.wire;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.security.auth.x500.X500Principal;

/**
 * Who is at the other end of a connection. Immutable.
 *
 * @param trusted whether it is a trusted proxy
 * @param secure whether the connection is TLS
 * @param certificate subject of the certificate that it has shown (RFC 2253)
 * @param names the other names in that certificate
 */
record Peer(
        SocketAddress socket,
        InetAddress address,
        boolean trusted,
        boolean secure,
        Optional<String> certificate,
        AlternativeNames names) {

    /** To be asked when the handshake of TLS is over. */
    static Peer of(Channel channel, TrustedProxies proxies) {
        InetAddress address = address(channel.remoteAddress());
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        Optional<X509Certificate> certificate =
                tls == null ? Optional.empty() : certificate(tls.engine().getSession());
        return new Peer(
                channel.remoteAddress(),
                address,
                proxies.contains(address),
                tls != null,
                certificate.map(shown -> shown.getSubjectX500Principal().getName(X500Principal.RFC2253)),
                certificate.map(AlternativeNames::of).orElse(AlternativeNames.NONE));
    }

    /** What has no address is on this machine. */
    static InetAddress address(SocketAddress socket) {
        return socket instanceof InetSocketAddress inet ? inet.getAddress() : InetAddress.getLoopbackAddress();
    }

    private static Optional<X509Certificate> certificate(SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? Optional.of(certificate)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }
}
