package io.millrace.standalone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A balancer of TCP connections before the replicas of services, as a Service of Kubernetes is one: it sends new
 * connections to who is ready, leaves those that there are alone, and tries nothing again. Closing kills it.
 */
final class HaProxy implements AutoCloseable {

    private static final long LIMIT_SECONDS = 20;
    /** Columns of {@code show stat}. */
    private static final int BACKEND = 0;

    private static final int SERVER = 1;
    private static final int STATUS = 17;

    private final Program program;
    private final Path statistics;
    private final Map<String, Integer> ports;

    /** Where a replica may be: its port and that of its management. */
    record Place(int port, int managementPort) {

        static Place free() {
            int port = FreePorts.pick();
            return new Place(port, FreePorts.pickOtherThan(port));
        }
    }

    private HaProxy(Program program, Path statistics, Map<String, Integer> ports) {
        this.program = program;
        this.statistics = statistics;
        this.ports = ports;
    }

    /** @param services by their names; each gets a port of its own */
    static HaProxy start(Path directory, Map<String, List<Place>> services) throws IOException {
        Path statistics = directory.resolve("haproxy.sock");
        Map<String, Integer> ports =
                services.keySet().stream().collect(Collectors.toMap(service -> service, service -> FreePorts.pick()));
        StringBuilder configuration = new StringBuilder("""
                global
                    stats socket %s mode 600
                defaults
                    mode tcp
                    retries 0
                    timeout connect 5s
                    timeout client 10m
                    timeout server 10m
                    option httpchk GET /q/health/ready
                    http-check expect status 200
                    default-server check inter 100ms fall 1 rise 1
                """.formatted(statistics));
        services.forEach((service, places) -> {
            configuration.append("listen %s\n    bind 127.0.0.1:%d\n".formatted(service, ports.get(service)));
            for (int i = 0; i < places.size(); i++) {
                Place place = places.get(i);
                configuration.append(
                        "    server %d 127.0.0.1:%d port %d\n".formatted(i, place.port(), place.managementPort()));
            }
        });
        Path file = Files.writeString(directory.resolve("haproxy.cfg"), configuration);
        String haproxy =
                SearchPath.find("haproxy").orElse(Path.of("/usr/sbin/haproxy")).toString();
        assertTrue(
                Files.isExecutable(Path.of(haproxy)),
                "this test needs haproxy: install it (Debian: apt-get install haproxy)");
        return new HaProxy(
                Program.start(List.of(haproxy, "-db", "-f", file.toString())), statistics, Map.copyOf(ports));
    }

    URI at(String service, String path) {
        return Millrace.at(ports.get(service), path);
    }

    /** Waits until it knows how many replicas of a service are ready. */
    void awaitReady(String service, long replicas) {
        await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS).until(() -> !program.running() || ready(service) == replicas);
        assertTrue(program.running(), program::toString);
    }

    private long ready(String service) throws IOException {
        if (!Files.exists(statistics)) {
            return -1;
        }
        return ask("show stat\n")
                .lines()
                .map(line -> line.split(",", -1))
                .filter(row -> row[BACKEND].equals(service) && row[SERVER].matches("\\d+"))
                .filter(row -> row[STATUS].equals("UP"))
                .count();
    }

    private String ask(String command) throws IOException {
        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.connect(UnixDomainSocketAddress.of(statistics));
            socket.write(ByteBuffer.wrap(command.getBytes(StandardCharsets.US_ASCII)));
            return new String(Channels.newInputStream(socket).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
