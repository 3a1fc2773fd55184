package io.millrace.edge;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready from the moment that the port is open until the drain begins, whatever is streamed. */
@Readiness
@ApplicationScoped
class EdgeReadiness implements HealthCheck {

    private final EdgeService service;

    EdgeReadiness(EdgeService service) {
        this.service = service;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("edge").status(service.running()).build();
    }
}
