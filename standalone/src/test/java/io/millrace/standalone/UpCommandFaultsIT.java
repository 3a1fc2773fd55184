package io.millrace.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ./millrace up} says that can't start: one line that names what is wrong, and nothing stays behind. */
class UpCommandFaultsIT {

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @ValueSource(
            strings = {
                "MILLRACE_INGEST_PORT",
                "MILLRACE_EDGE_PORT",
                "MILLRACE_SHAPER_PORT",
                "MILLRACE_CONTROL_GRPC_PORT",
                "MILLRACE_MANAGEMENT_PORT"
            })
    void aPortThatIsInUseIsNamedWithItsSetting(String setting) throws Exception {
        int port = FreePorts.pick();
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            String line = failsWith(setting, Integer.toString(taken.getLocalPort()));
            assertTrue(line.contains(Integer.toString(port)), line);
            assertTrue(line.contains("Address already in use"), line);
            assertTrue(line.endsWith("or set " + setting), line);
        }
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource({"MILLRACE_REDIS_URI, redis://127.0.0.1:", "MILLRACE_KAFKA_BOOTSTRAP, 127.0.0.1:"})
    void aRedisOrKafkaThatIsNotThereIsNamedWithItsSetting(String setting, String host) throws Exception {
        String address = host + FreePorts.pick();
        String line = failsWith(setting, address);
        assertTrue(line.contains(address), line);
        assertTrue(line.endsWith("or set " + setting), line);
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource({
        "MILLRACE_INGEST_PORT, abc",
        "MILLRACE_CONTROL_GRPC_PORT, abc",
        "MILLRACE_CONTROL_GRPC_PORT, 70000",
        "MILLRACE_MANAGEMENT_PORT, abc",
        "MILLRACE_EDGE_CACHE_BYTES, x",
        "MILLRACE_EDGE_CACHE_BYTES, -5",
        "MILLRACE_INGEST_WINDOW_BYTES, 0",
        "MILLRACE_KAFKA_PARTITIONS, 0",
        "MILLRACE_REDIS_URI, nonsense",
        "MILLRACE_KAFKA_BOOTSTRAP, nonsense"
    })
    void aWrongValueIsNamedWithItsSetting(String setting, String value) throws Exception {
        String line = failsWith(setting, value);
        assertTrue(line.contains(setting), line);
        assertTrue(line.contains(value), line);
    }

    /** The one line that it says. */
    private String failsWith(String setting, String value) throws Exception {
        UpCommand command = new UpCommand(temporary).with(setting, value);
        try (Program up = command.start()) {
            assertNotEquals(0, up.exitCode());
            List<String> lines = up.errors().lines().toList();
            assertEquals(1, lines.size(), up::toString);
            command.assertNothingIsLeftOf(up);
            return lines.getFirst();
        }
    }
}
