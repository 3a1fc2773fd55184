package io.millrace.control.edge;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How edges are heard of. */
public interface EdgesConfig {

    /** How often an edge is to report; one that has not for three times this is lost, and no route has it. */
    @WithDefault("5s")
    Duration heartbeat();

    /** An edge that is lost for so long is forgotten. */
    @WithDefault("10m")
    Duration forget();

    /** The same for one that is drained: it must not come back by a restart. */
    @WithDefault("7d")
    Duration forgetDrained();
}
