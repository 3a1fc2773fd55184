package io.millrace.edge;

import com.sun.management.OperatingSystemMXBean;
import io.millrace.proto.control.v1.EdgeLoad;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** How busy an edge is, as the control plane is told. Asked again and again, by one thread. */
final class EdgeLoads {

    private final EdgeServer server;
    private final OperatingSystemMXBean machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final BitRate sent;

    EdgeLoads(EdgeServer server) {
        this.server = server;
        sent = new BitRate(
                Duration.ofSeconds(10),
                System.nanoTime(),
                server.counters().bytes.sum());
    }

    EdgeLoad now() {
        return EdgeLoad.newBuilder()
                .setReaders(Math.toIntExact(server.counters().readers()))
                .setConnections(server.connections())
                .setBitRate(sent.at(System.nanoTime(), server.counters().bytes.sum()))
                // Below zero, or no number, where the JVM can't tell.
                .setCpu(Math.clamp(machine.getProcessCpuLoad(), 0, 1))
                .setObjectBytes(server.objects().cachedBytes()
                        + server.objects().memory().heldBytes())
                .setDirectories(server.objects().tails())
                .build();
    }
}
