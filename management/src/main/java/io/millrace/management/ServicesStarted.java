package io.millrace.management;

import io.millrace.management.ManagedService.Phase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** {@code /q/health/started}: up from the moment that every service of the process listens, for good. */
@Startup
@ApplicationScoped
class ServicesStarted implements HealthCheck {

    private final Instance<ManagedService> services;

    ServicesStarted(@Any Instance<ManagedService> services) {
        this.services = services;
    }

    @Override
    public HealthCheckResponse call() {
        return ServicesHealth.response("started", services, phase -> phase != Phase.STARTING);
    }
}
