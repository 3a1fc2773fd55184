package io.millrace.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The checks of a listener's settings, whose names they tell as the environment has them. */
final class ListenerSettings {

    private static final int MOST_PORT = 65_535;

    private final String prefix;
    private final ListenerConfig config;

    /** @param name the service, as in {@code millrace.<name>.port} */
    ListenerSettings(String name, ListenerConfig config) {
        this.prefix = prefix(name);
        this.config = config;
    }

    static String prefix(String name) {
        return "MILLRACE_" + name.toUpperCase(Locale.ROOT) + "_";
    }

    /** @throws InvalidListenerException if a setting is out of its range, or two don't go together */
    void check() {
        within("PORT", config.port(), 0, MOST_PORT);
        config.tls().port().ifPresent(port -> within("TLS_PORT", port, 0, MOST_PORT));
        positive("IDLE_TIMEOUT", config.idleTimeout());
        positive("KEEP_ALIVE", config.keepAlive());
        positive("HEADER_TIMEOUT", config.headerTimeout());
        positive("SEND_TIMEOUT", config.sendTimeout());
        positive("TLS_RELOAD", config.tls().reload());
        within("MAX_CONNECTIONS", config.maxConnections(), 1, Integer.MAX_VALUE);
        within("MAX_CONNECTIONS_PER_CLIENT", config.maxConnectionsPerClient(), 0, Integer.MAX_VALUE);
        within("MAX_LINE_BYTES", config.maxLineBytes(), 256, 1 << 20);
        within("MAX_HEADER_BYTES", config.maxHeaderBytes(), 256, 1 << 20);
        within("MAX_STREAMS", config.maxStreams(), 1, Integer.MAX_VALUE);
        within("MAX_CLIENT_ERRORS", config.maxClientErrors(), 0, Integer.MAX_VALUE);
        notNegative("DRAIN_DELAY", config.drainDelay());
        notNegative("DRAIN", config.drain());
        checkPorts();
    }

    private void checkPorts() {
        if (!config.plain() && config.tls().port().isEmpty()) {
            throw wrong("PLAIN", false, "there is nothing to listen on without " + prefix + "TLS_PORT");
        }
        if (config.tls().port().isEmpty() && config.tls().certificate().isPresent()) {
            throw wrong(
                    "TLS_CERTIFICATE",
                    config.tls().certificate().get(),
                    "it is of no use without " + prefix + "TLS_PORT, which turns TLS on");
        }
    }

    TrustedProxies proxies() {
        List<AddressRange> ranges = new ArrayList<>();
        for (String range : config.trustedProxies().orElse(List.of())) {
            try {
                ranges.add(AddressRange.parse(range.strip()));
            } catch (IllegalArgumentException e) {
                throw wrong("TRUSTED_PROXIES", range, e.getMessage());
            }
        }
        return new TrustedProxies(ranges);
    }

    ResponseExtras extras() {
        List<String> headers = config.headers().orElse(List.of());
        try {
            return new ResponseExtras(headers, config.serverUtc(), config.keepAlive());
        } catch (IllegalArgumentException e) {
            throw wrong("HEADERS", String.join(",", headers), e.getMessage());
        }
    }

    private void within(String setting, int value, int least, int most) {
        if (value < least || value > most) {
            throw wrong(setting, value, "it must be from " + least + " to " + most);
        }
    }

    private void positive(String setting, Duration value) {
        if (value.compareTo(Duration.ofMillis(1)) < 0) {
            throw wrong(setting, value, "it must be a millisecond at least");
        }
    }

    private void notNegative(String setting, Duration value) {
        if (value.isNegative()) {
            throw wrong(setting, value, "it must not be negative");
        }
    }

    private InvalidListenerException wrong(String setting, Object value, String reason) {
        return new InvalidListenerException(prefix + setting + " is " + value + ": " + reason);
    }
}
