package io.millrace.management;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** A service that does what a test says. */
@ApplicationScoped
class SwitchedService implements ManagedService {

    private volatile Phase phase = Phase.STARTING;
    private volatile Map<String, String> details = Map.of();

    void become(Phase phase) {
        this.phase = phase;
    }

    void tell(Map<String, String> details) {
        this.details = details;
    }

    @Override
    public String name() {
        return "switched";
    }

    @Override
    public Phase phase() {
        return phase;
    }

    @Override
    public Map<String, String> details() {
        return details;
    }
}
