package io.millrace.management;

import io.millrace.management.ManagedService.Phase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** {@code /q/health/ready}: up while every service of the process listens, until the drain begins. */
@Readiness
@ApplicationScoped
class ServicesReady implements HealthCheck {

    private final Instance<ManagedService> services;

    ServicesReady(@Any Instance<ManagedService> services) {
        this.services = services;
    }

    @Override
    public HealthCheckResponse call() {
        return ServicesHealth.response("ready", services, phase -> phase == Phase.LISTENING);
    }
}
