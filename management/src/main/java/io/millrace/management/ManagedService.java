package io.millrace.management;

import java.util.Map;

/**
 * A service as the management port shows it: a bean that implements this is part of the answers of
 * {@code /q/health/started} and {@code /q/health/ready}. Asked by any thread, at any time.
 */
public interface ManagedService {

    /** What the service is doing; moves forward only. */
    enum Phase {
        /** Its port is not open yet: neither started nor ready. */
        STARTING,
        /** Its port is open, and it can't serve yet, because it lacks what others tell it: started and not ready. */
        WAITING,
        /** It takes requests: started and ready. */
        LISTENING,
        /** It finishes what is in progress and takes nothing new, or has stopped: started and not ready. */
        STOPPING
    }

    /** One word, such as {@code ingest}. */
    String name();

    Phase phase();

    /** What else an operator wants to know at once, by short names; shown beside the phase, without secrets. */
    default Map<String, String> details() {
        return Map.of();
    }
}
