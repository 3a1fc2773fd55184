package io.millrace.ingest.publisher;

import java.time.Duration;
import java.util.Optional;

/** Retry-After (RFC 9110, section 10.2.3) as a web service gives it, in a range that makes sense to encoders. */
final class RetryAfter {

    private static final Duration DEFAULT = Duration.ofSeconds(1);
    private static final long MOST_SECONDS = 3600;

    private RetryAfter() {}

    /** A date, which clocks would have to agree on, is taken for none. */
    static Duration of(Optional<String> header) {
        return header.map(String::strip)
                .filter(value -> value.matches("\\d{1,9}"))
                .map(seconds -> Duration.ofSeconds(Math.clamp(Long.parseLong(seconds), 1, MOST_SECONDS)))
                .orElse(DEFAULT);
    }
}
