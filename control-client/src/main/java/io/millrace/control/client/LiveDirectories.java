package io.millrace.control.client;

import io.millrace.proto.control.v1.LiveDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What is live at a service, by directory. Counted from every event loop; reported by one thread at a time. A directory is
 * there from the first time that something of it is counted until it has been quiet for a minute; of more directories than
 * may be told, those that come last are counted together and not told.
 *
 * @param <F> what is counted of a directory
 */
public final class LiveDirectories<F extends LiveDirectories.Figures> {

    /** As many as a report may tell. */
    public static final int MOST = 10_000;

    /** Longer than the segments of any stream, so that its directory does not come and go. */
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** What is counted of one directory. */
    public interface Figures {

        /** Whether nothing has been in progress for this long. */
        boolean quietFor(long quietNanos, long nowNanos);

        /** What is told of it; called by the thread that reports. */
        LiveDirectory report(String directory, long nowNanos);
    }

    private final int most;
    private final LongSupplier nanos;
    private final Supplier<F> told;
    private final F others;
    private final Map<String, F> directories = new ConcurrentHashMap<>();

    /**
     * No directory is there yet.
     *
     * @param most how many directories are told at the most; 0 where nobody asks
     * @param nanos of a clock that never goes back
     * @param told makes the figures of a directory that is told
     * @param others the figures of all that are not
     */
    public LiveDirectories(int most, LongSupplier nanos, Supplier<F> told, F others) {
        this.most = most;
        this.nanos = nanos;
        this.told = told;
        this.others = others;
    }

    /** Counts something that makes the directory live; returns where it was counted. */
    public F count(String directory, Consumer<F> what) {
        if (!directories.containsKey(directory) && directories.size() >= most) {
            what.accept(others);
            return others;
        }
        // One step: a directory that is forgotten at this moment would hide what is counted now to its end.
        return directories.compute(directory, (name, there) -> {
            F figures = there != null ? there : told.get();
            what.accept(figures);
            return figures;
        });
    }

    /** Counts something of a directory if that is live already. */
    public void countIfLive(String directory, Consumer<F> what) {
        directories.computeIfPresent(directory, (name, figures) -> {
            what.accept(figures);
            return figures;
        });
    }

    /** What is live now; called by one thread at a time, every few seconds. */
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
