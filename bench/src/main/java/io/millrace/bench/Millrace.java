package io.millrace.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Millrace as it is deployed: Redis, Kafka, an ingest and an edge, each a process of its own, so that the CPU of each is
 * told apart. Redis and Kafka are those of an {@code up} whose own services nobody talks to.
 */
final class Millrace implements Target, AutoCloseable {

    static final String NAME = "millrace";

    /** Writing what a JVM has learned takes it some seconds. */
    private static final Duration LEARNED = Duration.ofMinutes(2);

    private final Options options;
    private final Servers servers;
    /** The JVMs of the services write down what they learn, for later ones. */
    private final boolean learning;

    private final Installation installation;
    private final Server up;
    private final Duration upStarted;
    private final int ingestPort = Server.freePort();
    private final int edgePort = Server.freePort();
    private final int shaperPort = Server.freePort();
    private final int controlPort = Server.freePort();
    private final int controlGrpcPort = Server.freePort();
    /** Those that are up, by their names. */
    private final Map<String, Server> services = new LinkedHashMap<>();

    private Duration edgeStarted;

    Millrace(Options options, Servers servers) throws IOException, InterruptedException {
        this(options, servers, false);
    }

    /**
     * With a control plane and a shaper beside them; all of them write AOT caches when they are
     * {@linkplain #stopLearned stopped}.
     */
    static Millrace learning(Options options, Servers servers) throws IOException, InterruptedException {
        return new Millrace(options, servers, true);
    }

    private Millrace(Options options, Servers servers, boolean learning) throws IOException, InterruptedException {
        this.options = options;
        this.servers = servers;
        this.learning = learning;
        this.installation = options.installation();
        Map<String, String> settings = new LinkedHashMap<>(options.settings());
        settings.put("MILLRACE_CONTROL_GRPC_PORT", "0");
        settings.put("MILLRACE_CONTROL_PORT", "0");
        settings.put("MILLRACE_INGEST_PORT", "0");
        settings.put("MILLRACE_EDGE_PORT", "0");
        settings.put("MILLRACE_SHAPER_PORT", "0");
        settings.put("MILLRACE_MANAGEMENT_PORT", Integer.toString(Server.freePort()));
        up = servers.start("up", installation.upCommand(servers.work()), settings);
        upStarted = up.awaitOutput("millrace: ready");
        startServices();
    }

    private void startServices() throws IOException, InterruptedException {
        if (learning) {
            Duration _ = start("control", controlPort, List.of());
        }
        Duration _ = start("ingest", ingestPort, options.ingestFlags());
        edgeStarted = start("edge", edgePort, options.edgeFlags());
        if (learning) {
            Duration _ = start("shaper", shaperPort, List.of());
        }
    }

    /** Returns when it takes connections; how long that took. */
    private Duration start(String name, int port, List<String> flags) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(learned(name));
        all.addAll(flags);
        Server service = servers.start(name, installation.command(name, servers.work(), all), settings(name, port));
        services.put(name, service);
        return service.awaitListening(port);
    }

    private List<String> learned(String service) throws IOException {
        Path cache = installation.cache(service);
        if (learning) {
            Files.deleteIfExists(cache);
            return List.of("-XX:AOTCacheOutput=" + cache);
        }
        return options.learned() && installation.hasCache(service) ? List.of("-XX:AOTCache=" + cache) : List.of();
    }

    private Map<String, String> settings(String service, int port) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("MILLRACE_REDIS_URI", "redis://127.0.0.1:" + redisPort());
        settings.put("MILLRACE_KAFKA_BOOTSTRAP", said("Kafka +(\\S+:\\d+)"));
        settings.put("MILLRACE_MANAGEMENT_HOST", "127.0.0.1");
        settings.put("MILLRACE_MANAGEMENT_PORT", Integer.toString(Server.freePort()));
        String own = "MILLRACE_" + service.toUpperCase(Locale.ROOT);
        settings.put(own + "_HOST", "127.0.0.1");
        settings.put(own + "_PORT", Integer.toString(port));
        // All readers have one address here.
        settings.put(own + "_MAX_CONNECTIONS_PER_CLIENT", "0");
        // A bench that is interrupted leaves readers behind, which nobody waits for.
        settings.put(own + "_DRAIN", "1s");
        if (learning) {
            settings.putAll(together());
        }
        settings.putAll(options.settings());
        return settings;
    }

    /** With a control plane, from which everybody may have everything. */
    private Map<String, String> together() {
        return Map.of(
                "MILLRACE_CONTROL_OPEN", "true",
                "MILLRACE_CONTROL_GRPC_HOST", "127.0.0.1",
                "MILLRACE_CONTROL_GRPC_PORT", Integer.toString(controlGrpcPort),
                "MILLRACE_CONTROL_URI", "127.0.0.1:" + controlGrpcPort,
                "MILLRACE_INGEST_OPEN", "true",
                "MILLRACE_EDGE_OPEN", "true",
                "MILLRACE_SHAPER_OPEN", "true",
                "MILLRACE_SHAPER_EDGE", "http://127.0.0.1:" + edgePort);
    }

    /** The ingest and the edge; Redis and Kafka go on. */
    @Override
    public void restart() throws IOException, InterruptedException {
        closeServices();
        startServices();
    }

    /**
     * Ends the services, which write their caches then.
     *
     * @return the caches
     */
    List<Path> stopLearned() throws IOException, InterruptedException {
        // All of them at once: writing takes each some seconds of one processor.
        services.values().forEach(Server::terminate);
        List<Path> caches = new ArrayList<>();
        for (Map.Entry<String, Server> service : services.entrySet()) {
            String said = service.getValue().awaitEnd(LEARNED);
            Path cache = installation.cache(service.getKey());
            if (!Files.exists(cache)) {
                throw new IOException(cache + " was not written:\n" + said);
            }
            caches.add(cache);
        }
        return caches;
    }

    private String said(String pattern) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(up.output());
        if (!matcher.find()) {
            throw new IOException("`up` did not say " + pattern + ":\n" + up.output());
        }
        return matcher.group(1);
    }

    int redisPort() throws IOException {
        return Integer.parseInt(said("Redis +redis://127\\.0\\.0\\.1:(\\d+)"));
    }

    /** From the start of `up` to its word that it is ready. */
    Duration upStarted() {
        return upStarted;
    }

    /** From the start of the edge's process until it takes connections. */
    Duration edgeStarted() {
        return edgeStarted;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public InetSocketAddress in() {
        return Server.loopback(ingestPort);
    }

    @Override
    public InetSocketAddress out() {
        return Server.loopback(edgePort);
    }

    /** Where shaped streams are read, while it learns. */
    InetSocketAddress shaped() {
        return Server.loopback(shaperPort);
    }

    /** Where the control plane takes calls as JSON, while it learns. */
    InetSocketAddress control() {
        return Server.loopback(controlPort);
    }

    @Override
    public Map<String, List<Long>> processes() {
        Map<String, List<Long>> processes = new LinkedHashMap<>();
        processes.put("edge", List.of(services.get("edge").pid()));
        processes.put("ingest", List.of(services.get("ingest").pid()));
        for (ProcessHandle child : up.descendants()) {
            String program =
                    Path.of(child.info().command().orElse("?")).getFileName().toString();
            // The others are shells that watch over them.
            if (program.equals("java")) {
                processes.put("kafka", List.of(child.pid()));
            } else if (program.contains("-server")) {
                processes.put("redis", List.of(child.pid()));
            }
        }
        return processes;
    }

    @Override
    public String deliverer() {
        return "edge";
    }

    @Override
    public void close() {
        closeServices();
        up.close();
    }

    /** The last first. */
    private void closeServices() {
        List.copyOf(services.values()).reversed().forEach(Server::close);
        services.clear();
    }
}
