package io.millrace.edge.figures;

import io.millrace.proto.control.v1.LiveDirectory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What is read from an edge, by directory. Counted from every event loop; reported by one thread at a time. A directory is
 * there from the first answer with an object of it until nobody has read from it for a minute; of more directories than may
 * be told, those that come last are counted together and not told.
 */
public final class LiveFigures {

    /** As many as a report may tell. */
    private static final int MOST_DIRECTORIES = 10_000;

    /** Longer than the segments of any stream, so that its directory does not come and go. */
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final int most;
    private final InstantSource instants;
    private final LongSupplier nanos;
    private final Map<String, DirectoryFigures> directories = new ConcurrentHashMap<>();
    private final DirectoryFigures others;

    /** Of an edge that reports to somebody. */
    public static LiveFigures reported() {
        return new LiveFigures(MOST_DIRECTORIES, InstantSource.system(), System::nanoTime);
    }

    /** Of an edge whose figures nobody asks for: no directory is told from another, and no clock is looked at. */
    public static LiveFigures unreported() {
        return new LiveFigures(0, InstantSource.system(), () -> 0);
    }

    /**
     * As above, by clocks of one's own.
     *
     * @param most how many directories are told at the most
     * @param nanos of a clock that never goes back
     */
    public LiveFigures(int most, InstantSource instants, LongSupplier nanos) {
        this.most = most;
        this.instants = instants;
        this.nanos = nanos;
        this.others = DirectoryFigures.untold(nanos);
    }

    /** The clock, in nanoseconds, by which it is told when a chunk came; it stands still where nobody asks. */
    public LongSupplier clock() {
        return nanos;
    }

    /** A request is answered with a response whose end comes later; where it is counted, until it is over. */
    public DirectoryFigures begun(String directory) {
        return count(directory, DirectoryFigures::begun);
    }

    /**
     * A request was answered at once.
     *
     * @param bytes of objects that were given to the response; 0 where a client's cache has them
     */
    public void answered(String directory, long bytes) {
        count(directory, figures -> figures.answered(bytes));
    }

    /** A request was answered with 400 or above. No directory becomes live by that. */
    public void refused(String directory) {
        directories.computeIfPresent(directory, (name, figures) -> {
            figures.refused();
            return figures;
        });
    }

    private DirectoryFigures count(String directory, Consumer<DirectoryFigures> what) {
        if (!directories.containsKey(directory) && directories.size() >= most) {
            what.accept(others);
            return others;
        }
        // One step: a directory that is forgotten at this moment would hide the reader to its end.
        return directories.compute(directory, (name, there) -> {
            DirectoryFigures figures = there != null ? there : DirectoryFigures.told(instants.instant(), nanos);
            what.accept(figures);
            return figures;
        });
    }

    /** What is read now; called by one thread at a time, every few seconds. */
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
