package io.millrace.access;

import java.util.Optional;

/**
 * What a client offers as a proof of who it is. Holds a password in the clear: live only as long as the request, and
 * never logged.
 *
 * @param authorization the Authorization header as it came
 * @param certificate the subject of the client's certificate as RFC 2253 writes it, if TLS has verified it
 */
public record Credentials(Optional<String> authorization, Optional<String> certificate) {

    /** Of a client that offers nothing. */
    public static final Credentials NONE = new Credentials(Optional.empty(), Optional.empty());

    /** Leaves the secrets out. */
    @Override
    public String toString() {
        return "Credentials[authorization " + (authorization.isPresent() ? "given" : "not given") + ", certificate "
                + certificate.orElse("not given") + "]";
    }
}
