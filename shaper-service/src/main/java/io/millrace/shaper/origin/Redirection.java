package io.millrace.shaper.origin;

import io.millrace.shaper.url.UrlText;
import java.net.URI;

/** Where an answer sends its client (RFC 9110, section 15.4). */
final class Redirection {

    private Redirection() {}

    static boolean is(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    /** @throws IllegalArgumentException if it is no URL */
    static URI target(URI from, String location) {
        // What is of no HTTP is a URL all the same, which the guard names when it refuses it.
        return UrlText.resolve(from, location).orElseGet(() -> URI.create(location.strip()));
    }

    /** Whether another origin is asked, which must not learn what proves who the client is. */
    static boolean leavesOrigin(URI from, URI to) {
        try {
            return !OriginAddress.of(from).equals(OriginAddress.of(to));
        } catch (IllegalArgumentException e) {
            return true;
        }
    }
}
