package io.millrace.cli.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.json.DecodeException;
import java.time.Duration;
import java.util.Set;

/**
 * What a server said to an upload or a deletion.
 *
 * @param status of the response
 * @param detail what its problem document (RFC 9457) says; empty where there is none
 * @param retryAfter how long the server asks to be left alone; zero where it does not
 */
public record Answer(int status, String detail, Duration retryAfter) {

    /** Trying again would end the same: the request itself is wrong, or not allowed. */
    private static final Set<Integer> FINAL = Set.of(400, 401, 403, 404, 405, 411, 413, 415);

    private static final int LONGEST_WAIT_SECONDS = 60;
    private static final int SUCCESS = 200;
    private static final int BEYOND_SUCCESS = 300;

    static Answer of(HttpClientResponse response, Buffer body) {
        return new Answer(response.statusCode(), detail(body), retryAfter(response.getHeader("Retry-After")));
    }

    /** Whether what was asked for is done. */
    public boolean done() {
        return status >= SUCCESS && status < BEYOND_SUCCESS;
    }

    /** Whether trying again is in vain. */
    public boolean isFinal() {
        return FINAL.contains(status);
    }

    /** For messages. */
    public String said() {
        String meaning = switch (status) {
            case 401 -> " (credentials are needed: --user, --token or --cert)";
            case 403 -> " (these credentials may not publish there)";
            default -> "";
        };
        return "the server answered " + status + meaning + (detail.isEmpty() ? "" : ": " + detail);
    }

    private static String detail(Buffer body) {
        try {
            return body.length() == 0 ? "" : body.toJsonObject().getString("detail", "");
        } catch (DecodeException | ClassCastException e) {
            return "";
        }
    }

    /** Seconds; a date is as good as nothing said, for the backoff is about as long. */
    private static Duration retryAfter(String header) {
        try {
            return header == null
                    ? Duration.ZERO
                    : Duration.ofSeconds(Math.clamp(Long.parseLong(header.strip()), 0, LONGEST_WAIT_SECONDS));
        } catch (NumberFormatException e) {
            return Duration.ZERO;
        }
    }
}
