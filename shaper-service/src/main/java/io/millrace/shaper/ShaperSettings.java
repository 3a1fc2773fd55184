package io.millrace.shaper;

import io.millrace.shaper.dripls.Contents;
import io.millrace.shaper.origin.OriginConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Refuses settings of a shaper that make no sense, before anything is started. */
final class ShaperSettings {

    private static final Pattern BASE_URL = Pattern.compile("https?://[^\\s/?#@]+/?");
    private static final int MOST_SESSIONS = 1_000_000;
    private static final int MOST_PORT = 65_535;
    private static final int LEAST_MANIFEST_BYTES = 1024;
    private static final int MOST_MANIFEST_BYTES = 1 << 28;
    private static final Duration LEAST_LIFE = Duration.ofSeconds(1);
    private static final Duration MOST_LIFE = Duration.ofDays(30);
    private static final Duration LEAST_WAIT = Duration.ofMillis(1);

    private ShaperSettings() {}

    /** @throws InvalidShaperException if one is out of its range */
    static void check(ShaperConfig config) {
        if (!BASE_URL.matcher(config.edge().toString()).matches()) {
            throw new InvalidShaperException("MILLRACE_SHAPER_EDGE is " + config.edge()
                    + ": it must be a base URL without a path, such as http://edge:8081");
        }
        config.authKey().filter(String::isBlank).ifPresent(key -> {
            throw new InvalidShaperException("MILLRACE_SHAPER_AUTH_KEY is blank: it must be a secret, or not be set");
        });
        within("MILLRACE_SHAPER_SESSIONS", config.sessions(), 0, MOST_SESSIONS);
        if (config.sessionLife().compareTo(LEAST_LIFE) < 0
                || config.sessionLife().compareTo(MOST_LIFE) > 0) {
            throw new InvalidShaperException(
                    "MILLRACE_SHAPER_SESSION_LIFE is " + config.sessionLife() + ": it must be from 1s to 30d");
        }
        check(config.origins());
        if (config.manifestMemoryBytes() < config.origins().manifestBytes()) {
            throw new InvalidShaperException("MILLRACE_SHAPER_MANIFEST_MEMORY_BYTES is " + config.manifestMemoryBytes()
                    + ": it must be " + config.origins().manifestBytes()
                    + " or more, as MILLRACE_SHAPER_ORIGINS_MANIFEST_BYTES lets one manifest be so long");
        }
    }

    /** @throws InvalidShaperException if certificates are given for an edge without TLS */
    static void checkEdge(URI edge, Optional<Path> ca) {
        if (ca.isPresent() && !"https".equalsIgnoreCase(edge.getScheme())) {
            throw new InvalidShaperException("MILLRACE_SHAPER_EDGE_CA is set, and the edge is " + edge
                    + ", which is without TLS: write https:// in MILLRACE_SHAPER_EDGE, or leave it out");
        }
    }

    /** @throws InvalidShaperException if there is a content that is none */
    static Contents contents(ShaperConfig config) {
        try {
            return Contents.of(config.contents().orElse(List.of()));
        } catch (IllegalArgumentException e) {
            throw new InvalidShaperException("MILLRACE_SHAPER_CONTENTS: " + e.getMessage());
        }
    }

    private static void check(OriginConfig origins) {
        origins.ports().forEach(port -> within("MILLRACE_SHAPER_ORIGINS_PORTS", port, 1, MOST_PORT));
        within(
                "MILLRACE_SHAPER_ORIGINS_MANIFEST_BYTES",
                origins.manifestBytes(),
                LEAST_MANIFEST_BYTES,
                MOST_MANIFEST_BYTES);
        atLeastOneMs("MILLRACE_SHAPER_ORIGINS_CONNECT_TIMEOUT", origins.connectTimeout());
        atLeastOneMs("MILLRACE_SHAPER_ORIGINS_ANSWER_TIMEOUT", origins.answerTimeout());
        atLeastOneMs("MILLRACE_SHAPER_ORIGINS_MANIFEST_TIMEOUT", origins.manifestTimeout());
    }

    private static void within(String setting, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidShaperException(setting + " is " + value + ": it must be from " + least + " to " + most);
        }
    }

    private static void atLeastOneMs(String setting, Duration value) {
        if (value.compareTo(LEAST_WAIT) < 0) {
            throw new InvalidShaperException(setting + " is " + value + ": it must be 1ms or more");
        }
    }
}
