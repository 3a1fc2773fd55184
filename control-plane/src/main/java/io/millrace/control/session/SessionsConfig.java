package io.millrace.control.session;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How it is heard how far sessions are. */
public interface SessionsConfig {

    /** How often a shaper is to report. */
    @WithDefault("5s")
    Duration report();
}
