package io.millrace.management;

import io.millrace.management.ManagedService.Phase;
import jakarta.enterprise.context.ApplicationScoped;

/** A service whose life is as far as a test says. */
@ApplicationScoped
class SwitchedService implements ManagedService {

    private volatile ServiceLife life = new ServiceLife("switched");

    void become(Phase phase) {
        ServiceLife next = new ServiceLife("switched");
        if (phase == Phase.WAITING) {
            next.needs(() -> {}, () -> false, "control", () -> "never connected");
        }
        if (phase != Phase.STARTING) {
            next.listens();
        }
        if (phase == Phase.STOPPING) {
            next.stop();
        }
        life = next;
    }

    @Override
    public ServiceLife life() {
        return life;
    }
}
