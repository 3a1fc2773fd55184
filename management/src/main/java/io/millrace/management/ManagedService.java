package io.millrace.management;

/**
 * A service as the management port shows it: a bean that implements this is part of the answers of
 * {@code /q/health/started} and {@code /q/health/ready}. Asked by any thread, at any time.
 */
public interface ManagedService {

    /** What the service is doing; moves forward only, but for what others tell it. */
    enum Phase {
        /** Its port is not open yet: neither started nor ready. */
        STARTING,
        /** Its port is open, and it can't serve yet, because it lacks what others tell it: started and not ready. */
        WAITING,
        /** It takes requests: started and ready. */
        LISTENING,
        /** It leaves or finishes what is in progress, or has stopped: started and not ready. */
        STOPPING
    }

    /** Always the same one. */
    ServiceLife life();
}
