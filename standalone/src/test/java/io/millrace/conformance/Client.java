package io.millrace.conformance;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Opens calls over every kind of wire; over TLS it trusts one authority and insists on the protocol that it asked for. */
final class Client implements AutoCloseable {

    private final EventLoopGroup loops = new NioEventLoopGroup(1);
    private final SSLContext tls;
    private final SslContext tlsOfHttp2;

    Client(Path authority) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null);
        try (InputStream pem = Files.newInputStream(authority)) {
            trusted.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        tlsOfHttp2 = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .trustManager(trust)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        "h2"))
                .build();
    }

    Call connect(Wire wire, int port) throws IOException {
        InetSocketAddress server = new InetSocketAddress(InetAddress.ofLiteral(wire.host()), port);
        String authority = (wire.ipv6() ? "[::1]" : wire.host()) + ":" + port;
        if (wire.http2()) {
            return Http2Call.connect(server, authority, loops, wire.tls() ? tlsOfHttp2 : null);
        }
        return new Http1Call(wire.tls() ? secure(server) : plain(server), authority);
    }

    @Override
    public void close() {
        loops.shutdownGracefully();
    }

    private static Socket plain(InetSocketAddress server) throws IOException {
        Socket socket = new Socket();
        socket.connect(server, Call.LIMIT_MS);
        return socket;
    }

    private Socket secure(InetSocketAddress server) throws IOException {
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket();
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        socket.setSSLParameters(parameters);
        socket.connect(server, Call.LIMIT_MS);
        socket.setSoTimeout(Call.LIMIT_MS);
        socket.startHandshake();
        if (!socket.getApplicationProtocol().equals("http/1.1")) {
            throw new AssertionError("not http/1.1 by ALPN: " + socket.getApplicationProtocol());
        }
        return socket;
    }
}
