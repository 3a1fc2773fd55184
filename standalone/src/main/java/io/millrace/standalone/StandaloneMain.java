package io.millrace.standalone;

import io.millrace.edge.EdgeService;
import io.millrace.ingest.IngestService;
import io.millrace.wire.StartFailure;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Everything in one process tree, for one machine: what {@code ./millrace up} runs. */
@QuarkusMain(name = "standalone")
public class StandaloneMain implements QuarkusApplication {

    private static final String REDIS_URI = "millrace.redis.uri";
    private static final String KAFKA_BOOTSTRAP = "millrace.kafka.bootstrap";

    private final IngestService ingest;
    private final EdgeService edge;
    private final int managementPort;

    StandaloneMain(
            IngestService ingest, EdgeService edge, @ConfigProperty(name = "quarkus.http.port") int managementPort) {
        this.ingest = ingest;
        this.edge = edge;
        this.managementPort = managementPort;
    }

    public static void main(String[] args) {
        Stop stop = Stop.atExit();
        try {
            Backends backends = Backends.start(
                    setting("MILLRACE_REDIS_URI", REDIS_URI), setting("MILLRACE_KAFKA_BOOTSTRAP", KAFKA_BOOTSTRAP));
            stop.started(backends);
            backends.redisUri().ifPresent(uri -> System.setProperty(REDIS_URI, uri));
            backends.kafkaBootstrap().ifPresent(bootstrap -> System.setProperty(KAFKA_BOOTSTRAP, bootstrap));
        } catch (RuntimeException | Error e) {
            stop.nothingStarted();
            StartFailure.exit(1, e);
        }
        Quarkus.run(
                StandaloneMain.class,
                (code, failure) -> {
                    stop.servicesStopped();
                    // What fails because it is stopped in the middle of its start is no fault.
                    StartFailure.exit(code, stop.asked() ? null : failure);
                },
                args);
    }

    @Override
    public int run(String... args) {
        String push = ingest.start();
        Progress.step("ingest", push);
        String play = edge.start();
        Progress.step("edge", play);
        Progress.step("management", "http://127.0.0.1:" + managementPort + "/q/health, /q/metrics and /q/config");
        System.out.print(Welcome.text(push, play));
        Quarkus.waitForExit();
        System.out.println("millrace: stopping");
        return 0;
    }

    private static Optional<String> setting(String environment, String property) {
        return Optional.ofNullable(System.getProperty(property, System.getenv(environment)))
                .filter(value -> !value.isBlank());
    }
}
