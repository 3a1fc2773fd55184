package io.millrace.edge.figures;

import com.google.protobuf.Timestamp;
import io.millrace.proto.control.v1.LiveDirectory;
import io.millrace.proto.control.v1.Reading;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What is read from an edge, by directory. Counted from every event loop; reported by one thread at a time. A directory is
 * there from its first answer until nobody has read from it for a while; of more directories than may be told, those
 * that come last are counted together and not told.
 */
public final class LiveFigures {

    /** As many as a report may tell. */
    static final int MOST_DIRECTORIES = 10_000;

    /** Longer than the segments of any stream, so that its directory does not come and go. */
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final int most;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Map<String, DirectoryFigures> directories = new ConcurrentHashMap<>();
    private final DirectoryFigures others;

    /** Of an edge that reports to somebody. */
    public static LiveFigures reported() {
        return new LiveFigures(MOST_DIRECTORIES, InstantSource.system(), System::nanoTime);
    }

    /** Of an edge whose figures nobody asks for: no directory is told from another. */
    public static LiveFigures unreported() {
        return new LiveFigures(0, InstantSource.system(), System::nanoTime);
    }

    LiveFigures(int most, InstantSource clock, LongSupplier nanos) {
        this.most = most;
        this.clock = clock;
        this.nanos = nanos;
        this.others = new DirectoryFigures(clock.instant(), nanos.getAsLong());
    }

    /** Where a directory is counted from which an object is read. */
    public DirectoryFigures of(String directory) {
        DirectoryFigures figures = directories.get(directory);
        if (figures != null || directories.size() >= most) {
            return figures != null ? figures : others;
        }
        return directories.computeIfAbsent(directory, path -> new DirectoryFigures(clock.instant(), nanos.getAsLong()));
    }

    /** Where a directory is counted in which nothing was found: it is none for that, unless it was one before. */
    public DirectoryFigures known(String directory) {
        return directories.getOrDefault(directory, others);
    }

    /** What is read now; called by one thread at a time, every few seconds. */
    public List<LiveDirectory> report() {
        long now = nanos.getAsLong();
        List<LiveDirectory> report = new ArrayList<>(directories.size());
        for (Iterator<Map.Entry<String, DirectoryFigures>> all =
                        directories.entrySet().iterator();
                all.hasNext(); ) {
            Map.Entry<String, DirectoryFigures> directory = all.next();
            if (directory.getValue().quietNanos(now) >= QUIET_NANOS) {
                all.remove();
            } else {
                report.add(told(directory.getKey(), directory.getValue(), now));
            }
        }
        return report;
    }

    private static LiveDirectory told(String directory, DirectoryFigures figures, long nowNanos) {
        return LiveDirectory.newBuilder()
                .setDirectory(directory)
                .setStartTime(timestamp(figures.since()))
                .setReading(Reading.newBuilder()
                        .setReaders(Math.toIntExact(figures.readers()))
                        .setRequests(figures.requests())
                        .setErrors(figures.errors())
                        .setBytes(figures.bytes())
                        .setBitRate(figures.bitRate(nowNanos)))
                .build();
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
