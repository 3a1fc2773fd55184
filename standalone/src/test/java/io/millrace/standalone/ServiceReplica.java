package io.millrace.standalone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One replica of a service as it is packaged: a process of its own, with its management port. Closing kills it. */
final class ServiceReplica implements AutoCloseable {

    private static final long LIMIT_SECONDS = 60;

    private final Program program;
    private final int port;
    private final Management management;

    private ServiceReplica(Program program, int port, Management management) {
        this.program = program;
        this.port = port;
        this.management = management;
    }

    /** Returns when it is ready. */
    static ServiceReplica start(Backing backing, String service, Map<String, String> settings) throws IOException {
        int port = FreePorts.pick();
        return start(backing, service, port, FreePorts.pickOtherThan(port), settings);
    }

    /** The same, on ports that somebody knows already. */
    static ServiceReplica start(
            Backing backing, String service, int port, int managementPort, Map<String, String> settings)
            throws IOException {
        Map<String, String> all = new HashMap<>(settings);
        all.put("MILLRACE_MANAGEMENT_PORT", Integer.toString(managementPort));
        ServiceReplica started = new ServiceReplica(
                ServiceProcess.start(backing, service, port, all),
                port,
                new Management(Millrace.at(managementPort, "/")));
        await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS)
                .until(() -> !started.program.running() || started.management.ready());
        assertTrue(started.program.running(), started.program::toString);
        return started;
    }

    URI at(String path) {
        return Millrace.at(port, path);
    }

    /** What SIGTERM begins. */
    void stop() throws IOException, InterruptedException {
        program.signal("TERM");
    }

    /** Whether it says of itself that it stops, and is not ready. */
    boolean stopping() {
        return !management.ready() && management.health().contains("\"stopping\"");
    }

    boolean takesConnections() {
        return new Http().status(at("/")) != -1;
    }

    /** Waits for its end, which must be one without errors. */
    void awaitEnd() throws InterruptedException {
        int _ = program.exitCode();
        assertEquals("", program.errors());
    }

    @Override
    public void close() {
        program.close();
    }
}
