package io.millrace.standalone;

import io.millrace.control.ControlService;
import io.millrace.edge.EdgeService;
import io.millrace.ingest.IngestService;
import io.millrace.shaper.ShaperService;
import io.millrace.wire.StartFailure;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Everything in one process tree, for one machine: what {@code ./millrace up} runs. */
@QuarkusMain(name = "standalone")
public class StandaloneMain implements QuarkusApplication {

    private static final String REDIS_URI = "millrace.redis.uri";
    private static final String KAFKA_BOOTSTRAP = "millrace.kafka.bootstrap";

    private static final String CONTROL_PORT = "millrace.control.grpc.port";
    private static final String CONTROL_URI = "millrace.control.uri";

    private final ControlService control;
    private final IngestService ingest;
    private final EdgeService edge;
    private final ShaperService shaper;
    private final int managementPort;

    StandaloneMain(
            ControlService control,
            IngestService ingest,
            EdgeService edge,
            ShaperService shaper,
            @ConfigProperty(name = "quarkus.http.port") int managementPort) {
        this.control = control;
        this.ingest = ingest;
        this.edge = edge;
        this.shaper = shaper;
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
            askOwnControlPlane();
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
        // First, so that the others find it at their first try.
        String manage = control.start();
        Progress.step("control", manage);
        String push = ingest.start();
        Progress.step("ingest", push);
        String play = edge.start();
        Progress.step("edge", play);
        String shape = shaper.start(URI.create(play));
        Progress.step("shaper", shape);
        Readiness.await(ingest, edge, shaper);
        Progress.step("management", "http://127.0.0.1:" + managementPort + "/q/health, /q/metrics and /q/config");
        System.out.print(Welcome.text(push, play, shape, manage));
        Quarkus.waitForExit();
        System.out.println("millrace: stopping");
        return 0;
    }

    /** The services here ask the control plane that is started here, wherever the environment says that there is one. */
    private static void askOwnControlPlane() {
        if (setting("MILLRACE_CONTROL_GRPC_PORT", CONTROL_PORT).equals(Optional.of("0"))) {
            // They are told of the port before it is open.
            System.setProperty(CONTROL_PORT, Integer.toString(FreePorts.pick()));
        }
        System.setProperty(CONTROL_URI, "127.0.0.1:${" + CONTROL_PORT + ":9090}");
    }

    private static Optional<String> setting(String environment, String property) {
        return Optional.ofNullable(System.getProperty(property, System.getenv(environment)))
                .filter(value -> !value.isBlank());
    }
}
