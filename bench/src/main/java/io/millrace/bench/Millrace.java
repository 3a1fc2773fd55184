package io.millrace.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Millrace as it is deployed: Redis, Kafka, an ingest and an edge, each a process of its own, so that the CPU of each is
 * told apart. Redis and Kafka are those of an {@code up} whose own services nobody talks to.
 */
final class Millrace implements Target, AutoCloseable {

    static final String NAME = "millrace";

    private static final String AOT_CACHE = "app.aot";

    /** Writing what a JVM has learned takes it some seconds. */
    private static final Duration LEARNED = Duration.ofMinutes(2);

    private final Options options;
    private final Servers servers;
    /** The JVMs of the services write down what they learn, for later ones. */
    private final boolean learning;

    private final Server up;
    private final Duration upStarted;
    private final int ingestPort = Server.freePort();
    private final int edgePort = Server.freePort();
    private Server ingest;
    private Server edge;
    private Duration edgeStarted;

    Millrace(Options options, Servers servers) throws IOException, InterruptedException {
        this(options, servers, false);
    }

    /** Whose services write AOT caches when they are {@linkplain #stopLearned stopped}. */
    static Millrace learning(Options options, Servers servers) throws IOException, InterruptedException {
        return new Millrace(options, servers, true);
    }

    private Millrace(Options options, Servers servers, boolean learning) throws IOException, InterruptedException {
        this.options = options;
        this.servers = servers;
        this.learning = learning;
        Map<String, String> settings = new LinkedHashMap<>(options.settings());
        settings.put("MILLRACE_CONTROL_GRPC_PORT", "0");
        settings.put("MILLRACE_CONTROL_PORT", "0");
        settings.put("MILLRACE_INGEST_PORT", "0");
        settings.put("MILLRACE_EDGE_PORT", "0");
        settings.put("MILLRACE_SHAPER_PORT", "0");
        settings.put("MILLRACE_MANAGEMENT_PORT", Integer.toString(Server.freePort()));
        up = servers.start("up", java("standalone", List.of(), List.of()), settings);
        upStarted = up.awaitOutput("millrace: ready");
        startServices();
    }

    private void startServices() throws IOException, InterruptedException {
        ingest = service("ingest", ingestPort, options.ingestFlags());
        ingest.awaitListening(ingestPort);
        edge = service("edge", edgePort, options.edgeFlags());
        edgeStarted = edge.awaitListening(edgePort);
    }

    /** The ingest and the edge; Redis and Kafka go on. */
    @Override
    public void restart() throws IOException, InterruptedException {
        edge.close();
        ingest.close();
        startServices();
    }

    /**
     * Ends the services, which write their caches then.
     *
     * @return the caches
     */
    List<Path> stopLearned() throws IOException, InterruptedException {
        edge.stop(LEARNED);
        ingest.stop(LEARNED);
        List<Path> caches = List.of(cache("ingest-service"), cache("edge-service"));
        for (Path cache : caches) {
            if (!Files.exists(cache)) {
                throw new IOException(cache + " was not written:\n" + edge.output() + ingest.output());
            }
        }
        return caches;
    }

    private Path cache(String module) {
        return jar(module).resolveSibling(AOT_CACHE);
    }

    private Path jar(String module) {
        return options.root().resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
    }

    /** A cache is for the jar that it was made with. */
    static boolean isOf(Path cache, Path jar) throws IOException {
        return Files.exists(cache) && Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(jar)) > 0;
    }

    /** Whether the services start with what {@code ./millrace train} has made, for people. */
    static String cachesOf(Path root) {
        Path jar = root.resolve("edge-service/target/quarkus-app/quarkus-run.jar");
        try {
            return isOf(jar.resolveSibling(AOT_CACHE), jar) ? "used" : "none";
        } catch (IOException _) {
            return "none";
        }
    }

    private List<String> learned(String module) throws IOException {
        Path cache = cache(module);
        if (learning) {
            Files.deleteIfExists(cache);
            return List.of("-XX:AOTCacheOutput=" + cache);
        }
        return options.learned() && isOf(cache, jar(module)) ? List.of("-XX:AOTCache=" + cache) : List.of();
    }

    private Server service(String name, int port, List<String> flags) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("MILLRACE_REDIS_URI", "redis://127.0.0.1:" + redisPort());
        settings.put("MILLRACE_KAFKA_BOOTSTRAP", said("Kafka +(\\S+:\\d+)"));
        settings.put("MILLRACE_MANAGEMENT_HOST", "127.0.0.1");
        settings.put("MILLRACE_MANAGEMENT_PORT", Integer.toString(Server.freePort()));
        String own = "MILLRACE_" + (name.equals("edge") ? "EDGE" : "INGEST");
        settings.put(own + "_HOST", "127.0.0.1");
        settings.put(own + "_PORT", Integer.toString(port));
        // All readers have one address here.
        settings.put(own + "_MAX_CONNECTIONS_PER_CLIENT", "0");
        // A bench that is interrupted leaves readers behind, which nobody waits for.
        settings.put(own + "_DRAIN", "1s");
        settings.putAll(options.settings());
        return servers.start(name, java(name + "-service", learned(name + "-service"), flags), settings);
    }

    private List<String> java(String module, List<String> learned, List<String> flags) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Without it, each would leave a directory there.
        command.add("-Djava.io.tmpdir=" + servers.work());
        command.add("@" + options.root().resolve("deploy/jvm.args"));
        command.addAll(learned);
        command.addAll(flags);
        command.add("-jar");
        command.add(jar(module).toString());
        return command;
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

    @Override
    public Map<String, List<Long>> processes() {
        Map<String, List<Long>> processes = new LinkedHashMap<>();
        processes.put("edge", List.of(edge.pid()));
        processes.put("ingest", List.of(ingest.pid()));
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
        edge.close();
        ingest.close();
        up.close();
    }
}
