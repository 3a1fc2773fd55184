package io.millrace.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready from the moment that the port is open until the drain begins, whatever is streamed. */
@Readiness
@ApplicationScoped
class IngestReadiness implements HealthCheck {

    private final IngestService service;

    IngestReadiness(IngestService service) {
        this.service = service;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("ingest").status(service.running()).build();
    }
}
