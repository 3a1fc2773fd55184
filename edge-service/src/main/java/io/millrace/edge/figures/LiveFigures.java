package io.millrace.edge.figures;

import io.millrace.control.client.LiveDirectories;
import io.millrace.proto.control.v1.LiveDirectory;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What is read from an edge, by directory. Counted from every event loop; reported by one thread at a time. A directory is
 * there from the first answer with an object of it until nobody has read from it for a minute.
 */
public final class LiveFigures {

    private final LongSupplier nanos;
    private final LiveDirectories<DirectoryFigures> directories;

    /** Of an edge that reports to somebody. */
    public static LiveFigures reported() {
        return new LiveFigures(LiveDirectories.MOST, InstantSource.system(), System::nanoTime);
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
        this.nanos = nanos;
        directories = new LiveDirectories<>(
                most, nanos, () -> DirectoryFigures.told(instants.instant(), nanos), DirectoryFigures.untold(nanos));
    }

    /** The clock, in nanoseconds, by which it is told when a chunk came; it stands still where nobody asks. */
    public LongSupplier clock() {
        return nanos;
    }

    /** A request is answered with a response whose end comes later; where it is counted, until it is over. */
    public DirectoryFigures begun(String directory) {
        return directories.count(directory, DirectoryFigures::begun);
    }

    /**
     * A request was answered at once.
     *
     * @param bytes of objects that were given to the response; 0 where a client's cache has them
     */
    public void answered(String directory, long bytes) {
        directories.count(directory, figures -> figures.answered(bytes));
    }

    /** A request was answered with 400 or above. No directory becomes live by that. */
    public void refused(String directory) {
        directories.countIfLive(directory, DirectoryFigures::refused);
    }

    /** What is read now; called by one thread at a time, every few seconds. */
    public List<LiveDirectory> report() {
        return directories.report();
    }
}
