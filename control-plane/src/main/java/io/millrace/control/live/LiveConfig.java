package io.millrace.control.live;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How it is heard what is live. */
public interface LiveConfig {

    /** How often a service is to report; what it has not reported again within three times this is gone. */
    @WithDefault("5s")
    Duration report();
}
