package io.millrace.standalone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ConfigServiceGrpc;
import io.millrace.proto.control.v1.GetChannelRequest;
import io.millrace.proto.control.v1.ServiceKind;
import io.millrace.proto.control.v1.WatchRequest;
import io.millrace.proto.control.v1.WatchResponse;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The control plane as packaged: a process of its own. */
class ControlProcessIT {

    private static Backing backing;

    @BeforeAll
    static void startBacking() {
        backing = Backing.single();
    }

    @AfterAll
    static void stopBacking() {
        backing.close();
    }

    @Test
    void itTakesCallsAndTellsHowItIs() throws Exception {
        try (ControlProcess control = ControlProcess.start(backing, FreePorts.pick(), Map.of());
                Operator operator = control.operator()) {
            Channel made = operator.openChannel("told");

            assertEquals(
                    ServingStatus.SERVING,
                    HealthGrpc.newBlockingStub(operator.connection())
                            .check(HealthCheckRequest.getDefaultInstance())
                            .getStatus());
            assertTrue(
                    control.management().health().contains("\"control\": \"listening\""), control.management()::health);
            assertTrue(control.management().metric("millrace_control_revision") >= made.getRevision());
            assertEquals(1, control.management().metric("millrace_control_store_up"));
            assertEquals("", control.program().errors());
        }
    }

    @Test
    void itIsReadyWithoutItsStoreAndSaysThatItIsAway() throws Exception {
        try (ControlProcess control = ControlProcess.start(backing, FreePorts.pick(), Map.of())) {
            assertTrue(
                    control.management().health().contains("\"control.store\": \"up\""), control.management()::health);
            backing.redisProcess().pause();
            try {
                await().until(() -> control.management().health().contains("\"control.store\": \"away\""));

                assertTrue(control.management().ready());
            } finally {
                backing.redisProcess().resume();
            }
            await().until(() -> control.management().health().contains("\"control.store\": \"up\""));
        }
    }

    @Test
    void whatItWasToldOutlivesIt() throws Exception {
        int port = FreePorts.pick();
        Channel made;
        try (ControlProcess killed = ControlProcess.start(backing, port, Map.of());
                Operator operator = killed.operator()) {
            made = operator.openChannel("outlives");
        }
        try (ControlProcess again = ControlProcess.start(backing, port, Map.of());
                Operator operator = again.operator()) {
            assertEquals(
                    made,
                    operator.channels()
                            .getChannel(GetChannelRequest.newBuilder()
                                    .setName(made.getName())
                                    .build()));
        }
    }

    @Test
    void whoWatchesIsToldThatItStops() throws Exception {
        try (ControlProcess control = ControlProcess.start(backing, FreePorts.pick(), Map.of());
                Operator operator = control.operator()) {
            Iterator<WatchResponse> watch = ConfigServiceGrpc.newBlockingStub(operator.connection())
                    .watch(WatchRequest.newBuilder()
                            .setService(ServiceKind.SERVICE_KIND_EDGE)
                            .setInstance("test")
                            .build());
            assertTrue(watch.next().hasSnapshot());

            control.program().signal("TERM");

            StatusRuntimeException end =
                    assertThrows(StatusRuntimeException.class, () -> watch.forEachRemaining(heartbeat -> {}));
            assertEquals(Code.UNAVAILABLE, end.getStatus().getCode());
            int _ = control.program().exitCode();
            assertEquals("", control.program().errors());
        }
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource({
        "MILLRACE_CONTROL_OPEN, false, nobody could call the control plane",
        "MILLRACE_CONTROL_POLL, 1m, MILLRACE_CONTROL_POLL must be",
        "MILLRACE_CONTROL_CHANGES, many, MILLRACE_CONTROL_CHANGES is \"many\"",
        "MILLRACE_CONTROL_CALLERS, /nowhere.json, /nowhere.json",
        "MILLRACE_KAFKA_BOOTSTRAP, nonsense, MILLRACE_KAFKA_BOOTSTRAP is \"nonsense\"",
        "MILLRACE_REDIS_URI, redis://127.0.0.1:1, set MILLRACE_REDIS_URI"
    })
    void whatIsWrongIsOneLine(String setting, String value, String said) throws Exception {
        String line = failsWith(Map.of(setting, value));
        assertTrue(line.contains(said), line);
    }

    @Test
    void aPortThatIsInUseIsNamedWithItsSetting() throws Exception {
        int port = FreePorts.pick();
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            String line = failsWith(Map.of("MILLRACE_CONTROL_GRPC_PORT", Integer.toString(taken.getLocalPort())));
            assertTrue(line.contains(Integer.toString(port)), line);
            assertTrue(line.contains("Address already in use"), line);
            assertTrue(line.endsWith("or set MILLRACE_CONTROL_GRPC_PORT"), line);
        }
    }

    /** The one line that it says. */
    private static String failsWith(Map<String, String> settings) throws Exception {
        try (ControlProcess control = ControlProcess.launch(backing, FreePorts.pick(), settings)) {
            assertNotEquals(0, control.program().exitCode());
            List<String> lines = control.program().errors().lines().toList();
            assertEquals(1, lines.size(), control.program()::toString);
            return lines.getFirst();
        }
    }
}
