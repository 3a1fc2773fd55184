package io.millrace.management;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The port for operators: health, metrics and the effective configuration. Quarkus's own HTTP server takes these. */
@ConfigMapping(prefix = "millrace.management")
public interface ManagementConfig {

    /** Address to listen on. */
    @WithDefault("0.0.0.0")
    String host();

    /** Port to listen on; 0 for any free one. */
    @WithDefault("9000")
    int port();
}
