package io.millrace.shaper;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.millrace.control.client.ControlClient;
import io.millrace.shaper.dripls.DriplsHandler;
import io.millrace.shaper.dripls.DriplsRules;
import io.millrace.shaper.inline.NewSessions;
import io.millrace.shaper.media.SegmentClasses;
import io.millrace.shaper.memory.ManifestMemory;
import io.millrace.shaper.netem.Netem;
import io.millrace.shaper.netem.NetemUnavailableException;
import io.millrace.shaper.origin.InvalidOriginSettingException;
import io.millrace.shaper.origin.Origins;
import io.millrace.shaper.origin.TrustedEdge;
import io.millrace.shaper.pace.Pacing;
import io.millrace.shaper.session.SessionLimits;
import io.millrace.shaper.session.SessionMakers;
import io.millrace.shaper.session.Sessions;
import io.millrace.shaper.shape.ShapeHandler;
import io.millrace.shaper.shape.Shaper;
import io.millrace.shaper.shape.ShaperCounters;
import io.millrace.wire.HttpListener;
import io.millrace.wire.ListenFailedException;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A shaper: its port, its sessions, its way to origins. Ends when it is closed. */
public final class ShaperServer implements AutoCloseable {

    /** What was opened; closed in the reverse order. */
    private final Deque<Closing> opened = new ArrayDeque<>();

    private final ShaperConfig config;
    private final ShaperCounters counters = new ShaperCounters();
    private Sessions sessions;
    private HttpListener listener;

    /** How one part of a shaper ends. */
    private interface Closing {

        void close();
    }

    private ShaperServer(ShaperConfig config) {
        this.config = config;
    }

    /** As below, without metrics and without a control plane. */
    public static ShaperServer start(Vertx vertx, ShaperConfig config) {
        return start(vertx, config, config.edge(), new CompositeMeterRegistry(), Optional.empty());
    }

    /**
     * Starts; returns when requests are taken.
     *
     * @param edge the edge, in place of that of the settings
     * @param control the control plane, where there is one: sessions are its; stays its owner's, who closes it after the
     *     shaper
     * @throws ListenFailedException if a port can't be had
     * @throws InvalidShaperException if a setting makes no sense
     * @throws InvalidOriginSettingException likewise
     * @throws NetemUnavailableException if the kernel is to lose packets, and can't
     */
    public static ShaperServer start(
            Vertx vertx, ShaperConfig config, URI edge, MeterRegistry metrics, Optional<ControlClient> control) {
        ShaperSettings.check(config);
        ShaperSettings.checkEdge(edge, config.edgeCa());
        ShaperServer server = new ShaperServer(config);
        try {
            server.open(vertx, edge.resolve("/"), metrics, control);
            return server;
        } catch (RuntimeException e) {
            server.closeOpened();
            throw e;
        }
    }

    private void open(Vertx vertx, URI edge, MeterRegistry metrics, Optional<ControlClient> control) {
        ManifestMemory memory = new ManifestMemory(config.manifestMemoryBytes());
        Origins origins = Origins.open(
                vertx,
                new TrustedEdge(edge, config.edgeCa()),
                config.origins(),
                config.tls().reload(),
                memory);
        opened.push(origins::close);
        sessions = new Sessions(
                edge,
                SegmentClasses.of(
                        config.ads().orElse(List.of()), config.content().orElse(List.of())),
                DriplsRules::of,
                control.map(ControlClient::sessions),
                new SessionLimits(config.sessions(), config.sessionLife()),
                new Pacing(netem()),
                memory);
        control.ifPresent(client -> {
            opened.push(client.onChange(sessions::changed)::close);
            opened.push(client.sessions().report(sessions::states)::close);
        });
        Shaper shaper = new Shaper(origins, sessions, counters);
        SessionMakers makers = new SessionMakers(config.open(), config.authKey());
        listener = HttpListener.start(
                vertx,
                "shaper",
                config,
                new ShaperHandler(
                        new ShapeHandler(shaper),
                        new NewSessions(sessions, makers, counters),
                        new DriplsHandler(shaper, makers, ShaperSettings.contents(config))));
        opened.push(() -> listener.drain());
        listener.register(metrics);
        counters.register(metrics, sessions);
        memory.register(metrics);
    }

    private Optional<Netem> netem() {
        if (!config.netem()) {
            return Optional.empty();
        }
        Netem netem = Netem.start(config.netemDevices());
        opened.push(netem::close);
        return Optional.of(netem);
    }

    /** The port without TLS; 0 where it is turned off. */
    public int port() {
        return listener.port();
    }

    /** Where a client on this machine finds it, as the beginning of a URL. */
    public String url() {
        return listener.url();
    }

    /** Asks players to go, takes no further connection, lets responses in progress end, all in their times; then stops. */
    @Override
    public void close() {
        closeOpened();
    }

    private void closeOpened() {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }
}
