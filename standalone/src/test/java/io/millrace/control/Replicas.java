package io.millrace.control;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.control.store.StoreConfig;
import io.millrace.standalone.FreePorts;
import io.millrace.standalone.RedisServer;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.function.Executable;

/** Replicas of the control plane in this JVM for the tests of one class, over a real Redis of their own. */
public final class Replicas implements BeforeAllCallback, AfterAllCallback {

    /** A Kafka that is not there: nothing needs it. */
    private static final String NO_KAFKA = "127.0.0.1:1";

    private final Map<String, String> settings;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private Vertx vertx;
    private RedisServer redis;
    private ControlServer first;
    private ManagedChannel channel;

    /** @param settings by their whole names, beside a free port and an open control plane */
    public Replicas(Map<String, String> settings) {
        this.settings = settings;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Awaitility.setDefaultTimeout(60, TimeUnit.SECONDS);
        vertx = Vertx.vertx();
        running.push(
                () -> vertx.close().toCompletionStage().toCompletableFuture().join());
        Path directory = Files.createTempDirectory("millrace-test-");
        running.push(() -> remove(directory));
        redis = RedisServer.start(FreePorts.pick(), directory.resolve("redis"));
        running.push(redis);
        first = start(Map.of());
        channel = connect(first);
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }

    RedisServer redis() {
        return redis;
    }

    /** The first replica's metrics. */
    MeterRegistry metrics() {
        return metrics;
    }

    /** Where the first replica takes calls, as a command line names it. */
    String uri() {
        return "http://127.0.0.1:" + first.port();
    }

    /** A connection to the first replica. */
    Channel channel() {
        return channel;
    }

    /** Where the first replica takes calls of gRPC: host and port. */
    public String address() {
        return "127.0.0.1:" + first.port();
    }

    /** A URL of the first replica. */
    public URI rest(String path) {
        return URI.create("http://127.0.0.1:" + first.httpPort() + path);
    }

    /** A further replica over the same store; ends with the test class. */
    ControlServer start(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(Map.of(
                "millrace.redis.uri", redis.uri(),
                "millrace.redis.timeout", "2s",
                "millrace.kafka.bootstrap", NO_KAFKA,
                "millrace.control.open", "true",
                "millrace.control.drain", "0s",
                "millrace.control.host", "127.0.0.1",
                "millrace.control.port", "0",
                "millrace.control.grpc.host", "127.0.0.1",
                "millrace.control.grpc.port", "0"));
        values.putAll(settings);
        values.putAll(more);
        ControlServer started = ControlServer.start(
                vertx,
                config(StoreConfig.class, values),
                config(ControlConfig.class, values),
                first == null ? metrics : new SimpleMeterRegistry());
        running.push(started);
        return started;
    }

    /** A connection to a replica; ends with the test class. */
    ManagedChannel connect(ControlServer replica) {
        ManagedChannel opened = NettyChannelBuilder.forAddress("127.0.0.1", replica.port())
                .usePlaintext()
                .build();
        running.push(opened::shutdownNow);
        return opened;
    }

    /** The same connection, telling a bearer token. */
    static Channel telling(Channel channel, String token) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        return io.grpc.ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /** The call ends with this status and reason. */
    static StatusRuntimeException assertFails(Status.Code code, String reason, Executable call) {
        StatusRuntimeException failure = Assertions.assertThrows(StatusRuntimeException.class, call);
        Assertions.assertEquals(code, failure.getStatus().getCode(), failure::toString);
        ErrorInfo info = detail(failure, ErrorInfo.class);
        Assertions.assertEquals("millrace", info.getDomain());
        Assertions.assertEquals(reason, info.getReason(), failure::toString);
        return failure;
    }

    /** A detail of an error. */
    static <M extends Message> M detail(StatusRuntimeException failure, Class<M> type) {
        try {
            for (Any any : StatusProto.fromThrowable(failure).getDetailsList()) {
                if (any.is(type)) {
                    return any.unpack(type);
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("no " + type.getSimpleName() + " in " + failure);
    }

    /** Settings by their whole names, and what has none as it is by default. */
    public static <T> T config(Class<T> type, Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(type)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .withValidateUnknown(false)
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(type);
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
