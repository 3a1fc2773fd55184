package io.millrace.deploy;

import com.github.dockerjava.api.model.Capability;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.output.OutputFrame.OutputType;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;

/** A Redis, a Kafka, a control plane that everybody may call, and what a test starts beside them, in a network of their own. */
final class Deployment implements AutoCloseable {

    private static final Duration READY = Duration.ofMinutes(2);
    private static final int MANAGEMENT = 9000;
    private static final long MEMORY = 1L << 30;

    private final Network network = Network.newNetwork();
    private final List<GenericContainer<?>> containers = new ArrayList<>();

    /** Returns when all of them are ready. */
    static Deployment start() {
        Deployment deployment = new Deployment();
        try {
            deployment
                    .hardened("redis", Images.named("trial-redis"))
                    .withExposedPorts(6379)
                    .start();
            deployment
                    .hardened("kafka", Images.named("trial-kafka"))
                    .withEnv(Map.of(
                            "KAFKA_NODE_ID", "1",
                            "KAFKA_PROCESS_ROLES", "broker,controller",
                            "KAFKA_LISTENERS", "BROKER://:9092,CONTROLLER://:9093",
                            "KAFKA_ADVERTISED_LISTENERS", "BROKER://kafka:9092",
                            "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT",
                            "KAFKA_INTER_BROKER_LISTENER_NAME", "BROKER",
                            "KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER",
                            "KAFKA_CONTROLLER_QUORUM_VOTERS", "1@localhost:9093",
                            "KAFKA_LOG_DIRS", "/var/lib/kafka/data",
                            "KAFKA_DEFAULT_REPLICATION_FACTOR", "1"))
                    .withExposedPorts(9092)
                    .start();
            deployment
                    .service("control", "control", Map.of("MILLRACE_CONTROL_OPEN", "true"))
                    .start();
            return deployment;
        } catch (RuntimeException | Error e) {
            deployment.close();
            throw e;
        }
    }

    /**
     * A service that is not started yet, and is ready when it is.
     *
     * @param name of its host
     * @param more settings
     */
    GenericContainer<?> service(String name, String service, Map<String, String> more) {
        GenericContainer<?> container = hardened(name, Images.named(service))
                .withExposedPorts(port(service), MANAGEMENT)
                .waitingFor(Wait.forHttp("/q/health/ready").forPort(MANAGEMENT).withStartupTimeout(READY));
        if (!service.equals("shaper")) {
            container.withEnv("MILLRACE_REDIS_URI", "redis://redis:6379");
            container.withEnv("MILLRACE_KAFKA_BOOTSTRAP", "kafka:9092");
        }
        if (!service.equals("control")) {
            container.withEnv("MILLRACE_CONTROL_URI", "control:9090");
        }
        container.withEnv(more);
        return container;
    }

    /** What the command line prints, run to its end in a container of its own. */
    String cli(String... command) {
        try (GenericContainer<?> cli = hardened("cli", Images.named("cli"))
                .withCommand(command)
                .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(READY))) {
            cli.start();
            return cli.getLogs(OutputType.STDOUT).strip();
        }
    }

    /** Where a service takes requests, from outside of the network. */
    static URI at(GenericContainer<?> container, String service, String path) {
        return URI.create("http://" + container.getHost() + ':' + container.getMappedPort(port(service)) + path);
    }

    private static int port(String service) {
        return switch (service) {
            case "ingest" -> 8080;
            case "edge" -> 8081;
            case "shaper" -> 8082;
            default -> 8083;
        };
    }

    /** As the chart runs it: nothing can be written but a /tmp from which nothing can be run, and no right is had or gained. */
    private GenericContainer<?> hardened(String name, String image) {
        GenericContainer<?> container = new GenericContainer<>(image)
                .withNetwork(network)
                .withNetworkAliases(name)
                .withTmpFs(Map.of("/tmp", "rw,noexec,nosuid"))
                .withCreateContainerCmdModifier(command -> command.getHostConfig()
                        .withMemory(MEMORY)
                        .withReadonlyRootfs(true)
                        .withCapDrop(Capability.ALL)
                        .withSecurityOpts(List.of("no-new-privileges")));
        containers.add(container);
        return container;
    }

    @Override
    public void close() {
        containers.reversed().forEach(GenericContainer::close);
        network.close();
    }
}
