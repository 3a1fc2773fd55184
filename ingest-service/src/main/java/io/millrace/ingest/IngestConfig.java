package io.millrace.ingest;

import io.millrace.wire.ListenerConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How uploads are taken in. */
@ConfigMapping(prefix = "millrace.ingest")
public interface IngestConfig extends ListenerConfig {

    @Override
    @WithDefault("8080")
    int port();

    /** Bytes of one upload that may wait for Redis before the encoder is held back. */
    @WithDefault("8388608")
    long windowBytes();

    /** A chunk of an upload that is larger is stored as several. */
    @WithDefault("1048576")
    int maxChunkBytes();

    /**
     * Bytes of all uploads that may wait for Redis before every encoder is held back; when they are twice as many, no
     * further upload is begun. Zero for no limit.
     */
    @WithDefault("134217728")
    long inFlightBytes();

    /**
     * Bytes of the longest object that is taken. Zero for no limit: endless streams are objects too, and what is kept of
     * one is bounded by the retention anyway.
     */
    @WithDefault("0")
    long objectBytes();

    /** Uploads in progress at once, in all; 0 for no limit. */
    @WithDefault("4096")
    int uploads();

    /** Uploads in progress at once of one client: an IPv4 address, or an IPv6 network of 64 bits; 0 for no limit. */
    @WithDefault("512")
    int uploadsPerClient();

    /** File of rules that tell who may publish where; without one everybody may. With a control plane, its channels do. */
    Optional<Path> rules();

    /**
     * Whether, where there is a control plane, paths of no channel can be published to as if there were none: by everybody,
     * or whom the file of rules allows to.
     */
    @WithDefault("false")
    boolean open();

    /**
     * Wrong credentials of one client (an IPv4 address, or an IPv6 network of 64 bits) in a minute before it is sent away
     * until the minute is over; 0 for any number. Only where there is a control plane.
     */
    @WithDefault("20")
    int failuresPerMinute();

    /** Whether webhooks that decide about publishers may be asked without TLS beyond this machine. */
    @WithDefault("false")
    boolean plainWebhooks();

    /** Origins whose pages may upload from a browser; {@code *} for all, empty for none. */
    @WithDefault("*")
    Optional<List<String>> origins();
}
