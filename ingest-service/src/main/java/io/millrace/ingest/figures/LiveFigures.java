package io.millrace.ingest.figures;

import io.millrace.chunklog.ObjectPath;
import io.millrace.control.client.LiveDirectories;
import io.millrace.proto.control.v1.LiveDirectory;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What is published to an ingest, by directory. Counted from every event loop; reported by one thread at a time. A directory
 * is there from its first upload until none has begun, ended or been in progress for a minute.
 */
public final class LiveFigures {

    private final LiveDirectories<DirectoryFigures> directories;

    /** Of an ingest that reports to somebody. */
    public static LiveFigures reported() {
        return new LiveFigures(LiveDirectories.MOST, InstantSource.system(), System::nanoTime);
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
        directories = new LiveDirectories<>(
                most, nanos, () -> DirectoryFigures.told(clock.instant(), nanos), DirectoryFigures.untold(nanos));
    }

    /** An upload has begun; where it is counted, until it has ended. */
    public DirectoryFigures begun(ObjectPath path) {
        return directories.count(path.directory(), figures -> figures.begun(path.name()));
    }

    /** What is published now; called by one thread at a time, every few seconds. */
    public List<LiveDirectory> report() {
        return directories.report();
    }
}
