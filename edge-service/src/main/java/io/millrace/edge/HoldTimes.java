package io.millrace.edge;

import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;

/**
 * How long a request for an object that is not there yet is held.
 *
 * @param usual where the client does not say
 * @param most where it does
 */
record HoldTimes(Duration usual, Duration most) {

    /** For how long a request is held: as long as it asks for (RFC 7240's {@code Prefer: wait}), within the bound. */
    Duration of(HttpHeaders request) {
        Duration wait = usual;
        if (request.contains("Prefer")) {
            wait = PreferWait.of(String.join(",", request.getAll("Prefer"))).orElse(usual);
        }
        return wait.compareTo(most) > 0 ? most : wait;
    }
}
