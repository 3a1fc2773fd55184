package io.millrace.edge.figures;

import com.sun.management.OperatingSystemMXBean;
import io.millrace.control.client.BitRate;
import io.millrace.proto.control.v1.EdgeLoad;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/** How busy an edge is, for whoever spreads readers over edges. Asked by one thread at a time, every few seconds. */
public final class LoadFigures {

    private final Counts counts;
    private final LongSupplier nanos;
    private final BitRate bitRate = new BitRate();
    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /**
     * What an edge counts anyway.
     *
     * @param readers responses in progress
     * @param connections open ones
     * @param bytes given to responses since the start
     * @param objectBytes of objects in memory
     * @param directories that are tailed
     */
    public record Counts(
            LongSupplier readers,
            LongSupplier connections,
            LongSupplier bytes,
            LongSupplier objectBytes,
            LongSupplier directories) {}

    /** Reckons from these. */
    public LoadFigures(Counts counts) {
        this(counts, System::nanoTime);
    }

    LoadFigures(Counts counts, LongSupplier nanos) {
        this.counts = counts;
        this.nanos = nanos;
    }

    /** The load now. What this edge could send at the most is not known. */
    public EdgeLoad report() {
        return EdgeLoad.newBuilder()
                .setReaders(Math.toIntExact(Math.max(0, counts.readers().getAsLong())))
                .setConnections(Math.toIntExact(counts.connections().getAsLong()))
                .setBitRate(bitRate.at(nanos.getAsLong(), counts.bytes().getAsLong()))
                .setCpu(Math.max(0, system.getProcessCpuLoad())) // negative where it is not known
                .setObjectBytes(counts.objectBytes().getAsLong())
                .setDirectories(Math.toIntExact(counts.directories().getAsLong()))
                .build();
    }
}
