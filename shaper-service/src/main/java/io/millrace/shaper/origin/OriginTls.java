package io.millrace.shaper.origin;

import io.millrace.pem.ClientCertificates;
import io.millrace.pem.UnusableFileException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Whom origins with TLS are believed by: the edge and all others, each from a file of its own. The files are looked at
 * regularly, on a worker thread. Used by every event loop; ends when it is closed.
 */
final class OriginTls implements AutoCloseable {

    private final Vertx vertx;
    private final OriginAddress edge;
    private final Trust ofEdge;
    private final Trust ofOthers;
    private final long timer;

    /** What one file holds, and what is made of it. */
    private static final class Trust {

        private final String setting;
        private final ClientCertificates certificates;
        /** Touched by one thread at a time. */
        private ClientCertificates.InForce seen;

        private volatile SslContext context;

        Trust(String prefix, Optional<Path> ca) {
            setting = prefix + "CA";
            certificates = ClientCertificates.of(prefix, ca, Optional.empty(), Optional.empty());
            look();
        }

        private void look() {
            ClientCertificates.InForce current = certificates.current();
            if (current.equals(seen)) {
                return;
            }
            SslContextBuilder builder = SslContextBuilder.forClient().endpointIdentificationAlgorithm("HTTPS");
            current.believed().ifPresent(builder::trustManager);
            try {
                context = builder.build();
            } catch (SSLException e) {
                throw new IllegalStateException("no TLS can be made of certificates that can be read", e);
            }
            seen = current;
        }
    }

    private OriginTls(Vertx vertx, TrustedEdge edge, OriginConfig config, Duration interval) {
        this.vertx = vertx;
        this.edge = OriginAddress.of(edge.url());
        this.ofOthers = new Trust("MILLRACE_SHAPER_ORIGINS_", config.ca());
        this.ofEdge = edge.ca().isPresent() ? new Trust("MILLRACE_SHAPER_EDGE_", edge.ca()) : ofOthers;
        this.timer =
                vertx.setPeriodic(Math.max(1, interval.toMillis()), tick -> vertx.executeBlocking(this::look, true));
    }

    /**
     * Reads the files.
     *
     * @param interval how often they are read again
     * @throws UnusableFileException if one can't be used
     */
    static OriginTls start(Vertx vertx, TrustedEdge edge, OriginConfig config, Duration interval) {
        return new OriginTls(vertx, edge, config, interval);
    }

    /** What the next connection to an origin gets. */
    SslContext of(OriginAddress origin) {
        return trust(origin).context;
    }

    private Trust trust(OriginAddress origin) {
        return origin.equals(edge) ? ofEdge : ofOthers;
    }

    /** Why a handshake failed, and which setting to look at. */
    String explain(OriginAddress origin, Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String reason = " (" + innermost.getMessage() + ")";
        return innermost instanceof GeneralSecurityException
                ? origin + " has a certificate that is not believed" + reason + ": set " + trust(origin).setting
                        + " to its authority's"
                : origin + " can't be spoken TLS with" + reason;
    }

    private synchronized Void look() {
        ofOthers.look();
        ofEdge.look();
        return null;
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
    }
}
