package io.millrace.cli.context;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A control plane that is called often, under a name. Immutable; its text does not show the token.
 *
 * @param control its URI
 * @param ca the authorities to trust
 * @param certificate the certificate to show
 * @param key the private key of the certificate
 * @param token a bearer token
 * @param tokenFile a file with a bearer token
 */
public record Context(
        String control,
        Optional<Path> ca,
        Optional<Path> certificate,
        Optional<Path> key,
        Optional<String> token,
        Optional<Path> tokenFile) {

    /** How one is known there: {@code token}, {@code token file}, {@code certificate} or {@code -}. */
    public String credentials() {
        if (token.isPresent()) {
            return "token";
        }
        if (tokenFile.isPresent()) {
            return "token file";
        }
        return certificate.isPresent() ? "certificate" : "-";
    }

    @Override
    public String toString() {
        return control + ", " + credentials();
    }
}
