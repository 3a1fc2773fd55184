package io.millrace.cli.http;

import io.millrace.cli.CommandFailedException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The client's side of TLS, from PEM files.
 *
 * @param own the certificate that the client shows, and its key
 * @param trusted the authorities that servers are believed by; where there are none, those of the JDK
 */
public record Tls(Optional<PemKeyCertOptions> own, Optional<PemTrustOptions> trusted) {

    /** @throws CommandFailedException if a file can't be read or doesn't hold what it should */
    static Tls of(ConnectionOptions options, Vertx vertx) {
        if (options.certificate.isPresent() != options.key.isPresent()) {
            throw new CommandFailedException("--cert and --key go together");
        }
        Optional<PemKeyCertOptions> own = options.certificate.map(certificate ->
                new PemKeyCertOptions().setCertValue(read(certificate)).setKeyValue(read(options.key.orElseThrow())));
        Optional<PemTrustOptions> trusted =
                options.authorities.map(file -> new PemTrustOptions().addCertValue(read(file)));
        own.ifPresent(pem -> check("--cert and --key can't be used", () -> pem.getKeyManagerFactory(vertx)));
        trusted.ifPresent(pem -> check("--ca can't be used", () -> pem.getTrustManagerFactory(vertx)));
        return new Tls(own, trusted);
    }

    private interface Loading {
        Object load() throws Exception;
    }

    private static void check(String what, Loading loading) {
        try {
            loading.load();
        } catch (Exception e) {
            throw new CommandFailedException(what + ": " + e.getMessage(), e);
        }
    }

    private static Buffer read(Path file) {
        try {
            return Buffer.buffer(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new CommandFailedException(file + " can't be read: " + e.getMessage(), e);
        }
    }
}
