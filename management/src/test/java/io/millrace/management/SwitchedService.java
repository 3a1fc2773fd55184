package io.millrace.management;

import jakarta.enterprise.context.ApplicationScoped;

/** A service that does what a test says. */
@ApplicationScoped
class SwitchedService implements ManagedService {

    private volatile Phase phase = Phase.STARTING;

    void become(Phase phase) {
        this.phase = phase;
    }

    @Override
    public String name() {
        return "switched";
    }

    @Override
    public Phase phase() {
        return phase;
    }
}
