package io.millrace.standalone;

import io.millrace.management.ManagedService;
import io.millrace.management.ManagedService.Phase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** That the services know all that they need, so that nobody who is told that they are ready is sent away. */
final class Readiness {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(5);

    private Readiness() {}

    /**
     * Returns when all of them serve; most often at once.
     *
     * @throws NotReadyException if one does not in time
     */
    static void await(ManagedService... services) {
        long start = System.nanoTime();
        for (ManagedService service : List.of(services)) {
            while (service.life().phase() == Phase.WAITING) {
                if (System.nanoTime() - start > LIMIT.toNanos()) {
                    throw new NotReadyException(service);
                }
                LockSupport.parkNanos(POLL.toNanos());
            }
        }
    }
}
