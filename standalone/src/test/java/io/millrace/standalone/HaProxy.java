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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A balancer before the replicas of services: of TCP connections, as a Service of Kubernetes is one, or of requests, as a
 * gateway is. It sends what comes to who is ready, leaves the connections that there are alone, and tries nothing again.
 * Closing kills it.
 */
final class HaProxy implements AutoCloseable {

    private static final long LIMIT_SECONDS = 20;
    // Columns of "show stat".
    private static final int ENTRANCE = 0;
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

    /**
     * A port of the balancer.
     *
     * @param mode {@code tcp} or {@code http}
     */
    record Entrance(String mode, List<Place> places) {}

    private HaProxy(Program program, Path statistics, Map<String, Integer> ports) {
        this.program = program;
        this.statistics = statistics;
        this.ports = ports;
    }

    /** @param entrances by their names */
    static HaProxy start(Path directory, Map<String, Entrance> entrances) throws IOException {
        Path statistics = directory.resolve("haproxy.sock");
        Map<String, Integer> ports = new HashMap<>();
        StringBuilder configuration = new StringBuilder("""
                global
                    stats socket %s mode 600
                defaults
                    retries 0
                    timeout connect 10s
                    timeout check 10s
                    timeout client 10m
                    timeout server 10m
                    option httpchk GET /q/health/ready
                    http-check expect status 200
                    default-server check inter 100ms fall 1 rise 1
                """.formatted(statistics));
        entrances.forEach((name, entrance) -> {
            int port = FreePorts.pick();
            ports.put(name, port);
            configuration.append(
                    "listen %s\n    mode %s\n    bind 127.0.0.1:%d\n".formatted(name, entrance.mode(), port));
            for (int i = 0; i < entrance.places().size(); i++) {
                Place place = entrance.places().get(i);
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

    URI at(String entrance, String path) {
        return Millrace.at(ports.get(entrance), path);
    }

    /** Waits until it knows how many replicas are ready behind an entrance. */
    void awaitReady(String entrance, long replicas) {
        await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS).until(() -> !program.running() || ready(entrance) == replicas);
        assertTrue(program.running(), program::toString);
    }

    private long ready(String entrance) throws IOException {
        if (!Files.exists(statistics)) {
            return -1;
        }
        return ask("show stat\n")
                .lines()
                .map(line -> line.split(",", -1))
                .filter(row -> row[ENTRANCE].equals(entrance) && row[SERVER].matches("\\d+"))
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
