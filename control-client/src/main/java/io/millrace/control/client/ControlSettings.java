package io.millrace.control.client;

import java.time.Duration;
import java.util.List;

/** The checks of the settings. */
final class ControlSettings {

    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration MOST = Duration.ofDays(1);

    private ControlSettings() {}

    /** @throws InvalidControlSettingException if one is out of its range, or two don't go together */
    static void check(ControlClientConfig config) {
        Targets.of(config.uri().orElse(List.of()));
        config.instance().filter(instance -> !Instance.valid(instance)).ifPresent(instance -> {
            throw new InvalidControlSettingException(
                    "INSTANCE",
                    instance,
                    "it must be 1 to 63 of a-z, 0-9, - and ., and begin with a letter or a digit");
        });
        within("CONNECT_TIMEOUT", config.connectTimeout());
        within("SILENCE", config.silence());
        within("BACKOFF", config.backoff());
        within("MAX_BACKOFF", config.maxBackoff());
        if (config.maxBackoff().compareTo(config.backoff()) < 0) {
            throw new InvalidControlSettingException(
                    "MAX_BACKOFF",
                    config.maxBackoff().toMillis() + "ms",
                    "it must be MILLRACE_CONTROL_BACKOFF or more, which is "
                            + config.backoff().toMillis() + "ms");
        }
        if (config.startFromSnapshot() && config.snapshot().isEmpty()) {
            throw new InvalidControlSettingException(
                    "START_FROM_SNAPSHOT", true, "MILLRACE_CONTROL_SNAPSHOT must name the file then");
        }
    }

    private static void within(String setting, Duration value) {
        if (value.compareTo(LEAST) < 0 || value.compareTo(MOST) > 0) {
            throw new InvalidControlSettingException(setting, value.toMillis() + "ms", "it must be from 1ms to 1 day");
        }
    }
}
