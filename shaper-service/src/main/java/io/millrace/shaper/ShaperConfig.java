package io.millrace.shaper;

import io.millrace.shaper.origin.OriginConfig;
import io.millrace.wire.ListenerConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How streams are served badly. */
@ConfigMapping(prefix = "millrace.shaper")
public interface ShaperConfig extends ListenerConfig {

    @Override
    @WithDefault("8082")
    int port();

    /** Base URL of the edge that is asked for what a session does not have elsewhere. */
    @WithDefault("http://127.0.0.1:8081")
    URI edge();

    /** File with certificates, in PEM, that the edge is believed by, if they are not those of other origins. */
    Optional<Path> edgeCa();

    /** Whether everybody may make sessions by a URL. */
    @WithDefault("false")
    boolean open();

    /**
     * What a URL that makes a session has to have as its parameter {@code authkey}, where not everybody may make one;
     * without one nobody may.
     */
    Optional<String> authKey();

    /** Sessions at once, where there is no control plane, which has a limit of its own. */
    @WithDefault("10000")
    int sessions();

    /** How long a session lives that was made by a URL; where there is no control plane after its last request. */
    @WithDefault("24h")
    Duration sessionLife();

    /**
     * Bytes of manifests in memory, over all sessions: those that are read, or wait for their clients, and older versions
     * for rules that give those, of which the ones that were used longest ago make room.
     */
    @WithDefault("134217728")
    long manifestMemoryBytes();

    /** Globs of URLs whose segments are advertisements; one that begins with a slash is of the path alone. */
    Optional<List<String>> ads();

    /** Globs of URLs whose segments are content, whatever else says that they are advertisements. */
    Optional<List<String>> content();

    /** What DripLS's URLs may play by name: {@code name=URL} of a master playlist each. */
    Optional<List<String>> contents();

    /**
     * Whether the kernel itself loses packets where a rule says so (tc netem), in place of a model: it needs iproute2
     * and CAP_NET_ADMIN.
     */
    @WithDefault("false")
    boolean netem();

    /**
     * Network devices by which clients are reached, for netem; those with a queueing discipline of their own can't be
     * used.
     */
    @WithDefault("eth0")
    List<String> netemDevices();

    OriginConfig origins();
}
