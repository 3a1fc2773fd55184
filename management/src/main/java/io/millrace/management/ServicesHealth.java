package io.millrace.management;

import io.millrace.management.ManagedService.Phase;
import java.util.Locale;
import java.util.function.Predicate;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** How a question about all services of a process is answered: with each one's phase and details. */
final class ServicesHealth {

    private ServicesHealth() {}

    /** Up if all services are as wanted. A process without any is never up: somebody has forgotten to tell of it. */
    static HealthCheckResponse response(String name, Iterable<ManagedService> services, Predicate<Phase> wanted) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named(name);
        boolean any = false;
        boolean all = true;
        for (ManagedService service : services) {
            ServiceLife life = service.life();
            Phase phase = life.phase();
            any = true;
            all &= wanted.test(phase);
            response.withData(life.name(), phase.name().toLowerCase(Locale.ROOT));
            life.details().forEach((detail, value) -> response.withData(life.name() + "." + detail, value));
        }
        return response.status(any && all).build();
    }
}
