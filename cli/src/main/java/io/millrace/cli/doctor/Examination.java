package io.millrace.cli.doctor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** All that is tried, in its order; what takes long is tried beside the rest. */
final class Examination {

    private final List<Trial> oneByOne;
    private final List<Trial> beside;

    /**
     * Tries nothing yet.
     *
     * @param size bytes of the large body
     * @param silence how long nothing is sent
     * @param trickle how long a little is sent now and then
     */
    Examination(Site site, Trips trips, Neighbours neighbours, long size, Duration silence, Duration trickle) {
        this.oneByOne = List.of(
                new Passage(site, trips),
                new BreakingOff(site, trips),
                new LargeBody(site, size),
                new Alterations(site),
                new Caching(site));
        this.beside = List.of(
                Endurance.silent(site, trips, neighbours, silence),
                Endurance.trickling(site, trips, neighbours, trickle));
    }

    /** Returns when all is tried. */
    Findings run() throws InterruptedException {
        Findings all = new Findings();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Findings>> waiting = beside.stream()
                    .map(trial -> threads.submit(() -> Confirmation.of(trial)))
                    .toList();
            for (Trial trial : oneByOne) {
                all.addAll(Confirmation.of(trial));
            }
            for (Future<Findings> trial : waiting) {
                all.addAll(trial.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        return all;
    }
}
