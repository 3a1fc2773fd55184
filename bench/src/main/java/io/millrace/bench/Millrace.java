package io.millrace.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
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

    /** As the `millrace` script tells them. */
    private static final List<String> JVM_FLAGS = List.of(
            "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Dio.netty.noUnsafe=false");

    private final Options options;
    private final Servers servers;
    private final Server up;
    private final Duration upStarted;
    private final int ingestPort = Server.freePort();
    private final int edgePort = Server.freePort();
    private Server ingest;
    private Server edge;
    private Duration edgeStarted;

    Millrace(Options options, Servers servers) throws IOException, InterruptedException {
        this.options = options;
        this.servers = servers;
        Map<String, String> settings = new LinkedHashMap<>(options.settings());
        settings.put("MILLRACE_INGEST_PORT", "0");
        settings.put("MILLRACE_EDGE_PORT", "0");
        settings.put("MILLRACE_MANAGEMENT_PORT", Integer.toString(Server.freePort()));
        up = servers.start("up", java("standalone", List.of()), settings);
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
        return servers.start(name, java(name + "-service", flags), settings);
    }

    private List<String> java(String module, List<String> flags) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Without it, each would leave a directory there.
        command.add("-Djava.io.tmpdir=" + servers.work());
        command.addAll(JVM_FLAGS);
        command.addAll(flags);
        command.add("-jar");
        command.add(options.root()
                .resolve(module)
                .resolve("target/quarkus-app/quarkus-run.jar")
                .toString());
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
