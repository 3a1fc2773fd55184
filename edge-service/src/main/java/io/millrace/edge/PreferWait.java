package io.millrace.edge;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a client is willing to wait: {@code Prefer: wait=SECONDS} (RFC 7240, section 4.3). */
final class PreferWait {

    private static final Pattern WAIT =
            Pattern.compile("(?:^|[,;])\\s*wait\\s*=\\s*\"?(\\d{1,6})\"?\\s*(?:$|[,;])", Pattern.CASE_INSENSITIVE);

    private PreferWait() {}

    static Optional<Duration> of(String prefer) {
        Matcher wait = WAIT.matcher(prefer);
        return wait.find() ? Optional.of(Duration.ofSeconds(Long.parseLong(wait.group(1)))) : Optional.empty();
    }
}
