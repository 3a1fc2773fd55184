package io.millrace.ingest.figures;

import io.millrace.chunklog.ObjectPath;
import io.millrace.proto.control.v1.LiveDirectory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What is published to an ingest, by directory. Counted from every event loop; reported by one thread at a time. A directory
 * is there from its first upload until none has begun, ended or been in progress for a minute; of more directories than may
 * be told, those that come last are counted together and not told.
 */
public final class LiveFigures {

    /** As many as a report may tell. */
    private static final int MOST_DIRECTORIES = 10_000;

    /** Longer than the segments of any stream, so that its directory does not come and go. */
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final int most;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Map<String, DirectoryFigures> directories = new ConcurrentHashMap<>();
    private final DirectoryFigures others;

    /** Of an ingest that reports to somebody. */
    public static LiveFigures reported() {
        return new LiveFigures(MOST_DIRECTORIES, InstantSource.system(), System::nanoTime);
    }

    /** Of an ingest whose figures nobody asks for: no directory is told from another. */
    public static LiveFigures unreported() {
        return new LiveFigures(0, InstantSource.system(), System::nanoTime);
    }

    /**
     * As above, by clocks of one's own.
     *
     * @param most how many directories are told at the most
     * @param nanos of a clock that never goes back
     */
    public LiveFigures(int most, InstantSource clock, LongSupplier nanos) {
        this.most = most;
        this.clock = clock;
        this.nanos = nanos;
        this.others = DirectoryFigures.untold(nanos);
    }

    /** An upload has begun; where it is counted, until it has ended. */
    public DirectoryFigures begun(ObjectPath path) {
        String directory = path.directory();
        if (!directories.containsKey(directory) && directories.size() >= most) {
            others.begun(path.name());
            return others;
        }
        // One step: a directory that is forgotten at this moment would hide the upload to its end.
        return directories.compute(directory, (name, there) -> {
            DirectoryFigures figures = there != null ? there : DirectoryFigures.told(clock.instant(), nanos);
            figures.begun(path.name());
            return figures;
        });
    }

    /** What is published now; called by one thread at a time, every few seconds. */
    public List<LiveDirectory> report() {
        long now = nanos.getAsLong();
        List<LiveDirectory> report = new ArrayList<>(directories.size());
        directories.forEach((directory, figures) -> {
            if (!figures.quietFor(QUIET_NANOS, now) || !forgotten(directory, now)) {
                report.add(figures.report(directory, now));
            }
        });
        return report;
    }

    private boolean forgotten(String directory, long nowNanos) {
        return directories.computeIfPresent(
                        directory, (name, figures) -> figures.quietFor(QUIET_NANOS, nowNanos) ? null : figures)
                == null;
    }
}
