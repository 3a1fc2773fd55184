package io.millrace.management;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings of every kind that the services have. */
@ConfigMapping(prefix = "millrace.example")
interface ExampleConfig {

    @WithDefault("8080")
    int port();

    @WithDefault("redis://127.0.0.1:6379")
    String uri();

    @WithDefault("10m")
    Duration retention();

    @WithDefault("75s")
    Duration keepAlive();

    @WithDefault("*")
    List<String> host();

    Optional<String> token();

    Optional<List<String>> accessLog();

    Map<String, Path> mounts();

    Tls tls();

    interface Tls {

        Optional<Path> key();

        Optional<String> keyPassword();
    }
}
