package io.millrace.standalone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A control plane as it is packaged, in a process of its own, which everybody may call. Closing kills it. */
final class ControlProcess implements AutoCloseable {

    private static final long READY_SECONDS = 60;

    private final Program program;
    private final int port;
    private final Management management;

    private ControlProcess(Program program, int port, Management management) {
        this.program = program;
        this.port = port;
        this.management = management;
    }

    /**
     * Returns at once.
     *
     * @param more settings by the names that they have in the environment
     */
    static ControlProcess launch(Backing backing, int port, Map<String, String> more) throws IOException {
        int managementPort = FreePorts.pickOtherThan(port);
        Map<String, String> settings = new HashMap<>(Map.of(
                "MILLRACE_REDIS_URI",
                backing.redisUri(),
                "MILLRACE_KAFKA_BOOTSTRAP",
                backing.kafkaBootstrap(),
                "MILLRACE_MANAGEMENT_PORT",
                Integer.toString(managementPort),
                "MILLRACE_CONTROL_GRPC_HOST",
                "127.0.0.1",
                "MILLRACE_CONTROL_GRPC_PORT",
                Integer.toString(port),
                "MILLRACE_CONTROL_PORT",
                "0",
                "MILLRACE_CONTROL_OPEN",
                "true"));
        settings.putAll(more);
        return new ControlProcess(
                ServiceProcess.run("control-plane", settings), port, new Management(Millrace.at(managementPort, "")));
    }

    /** The same; returns when it is ready. */
    static ControlProcess start(Backing backing, int port, Map<String, String> more) throws IOException {
        ControlProcess started = launch(backing, port, more);
        await().atMost(READY_SECONDS, TimeUnit.SECONDS)
                .until(() -> !started.program.running() || started.management.ready());
        assertTrue(started.program.running(), started.program::toString);
        return started;
    }

    /** Where it takes calls: host and port. */
    String address() {
        return "127.0.0.1:" + port;
    }

    Operator operator() {
        return Operator.at(address());
    }

    Program program() {
        return program;
    }

    Management management() {
        return management;
    }

    /** Ends it at once and without a word (SIGKILL). */
    void kill() {
        program.close();
    }

    @Override
    public void close() {
        kill();
    }
}
