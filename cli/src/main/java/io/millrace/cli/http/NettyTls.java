package io.millrace.cli.http;

import io.millrace.cli.CommandFailedException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.vertx.core.Vertx;

/** The same TLS for connections that are Netty's own. */
public final class NettyTls {

    private NettyTls() {}

    /**
     * What a handshake needs.
     *
     * @throws CommandFailedException if a file can't be read or doesn't hold what it should
     */
    public static SslContext context(ConnectionOptions options) {
        Vertx vertx = Client.vertx();
        try {
            Tls tls = Tls.of(options, vertx);
            SslContextBuilder builder = SslContextBuilder.forClient();
            if (tls.own().isPresent()) {
                builder.keyManager(tls.own().get().getKeyManagerFactory(vertx));
            }
            if (tls.trusted().isPresent()) {
                builder.trustManager(tls.trusted().get().getTrustManagerFactory(vertx));
            }
            return builder.endpointIdentificationAlgorithm("HTTPS").build();
        } catch (CommandFailedException e) {
            throw e;
        } catch (Exception e) {
            throw new CommandFailedException("TLS can't be used: " + e.getMessage(), e);
        } finally {
            Client.close(vertx);
        }
    }
}
