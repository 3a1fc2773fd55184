package io.millrace.ingest;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.access.secret.KeySecret;
import io.millrace.control.client.ControlClient;
import io.millrace.control.client.ControlClientConfig;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ConfigItem;
import io.millrace.proto.control.v1.ConfigServiceGrpc;
import io.millrace.proto.control.v1.LiveDirectory;
import io.millrace.proto.control.v1.LiveServiceGrpc;
import io.millrace.proto.control.v1.PublishKeyConfig;
import io.millrace.proto.control.v1.PublishPolicy;
import io.millrace.proto.control.v1.ReportLiveRequest;
import io.millrace.proto.control.v1.ReportLiveResponse;
import io.millrace.proto.control.v1.ServiceKind;
import io.millrace.proto.control.v1.SnapshotPart;
import io.millrace.proto.control.v1.WatchRequest;
import io.millrace.proto.control.v1.WatchResponse;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A control plane on a real socket, with a client of it; what a test changes is told to whoever watches. */
final class TestControlPlane implements AutoCloseable {

    private static final String SILENT = "silent";
    private static final int REPORT_NANOS = 100_000_000;

    private final Map<String, ConfigItem> items = new LinkedHashMap<>();
    private final List<StreamObserver<WatchResponse>> watchers = new ArrayList<>();
    private final Server server;
    private final ControlClient client;
    private final ControlClient silent;
    private long revision;
    private volatile List<LiveDirectory> live = List.of();

    TestControlPlane() {
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .addService(new Watches())
                    .addService(new Reports())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        client = client("test");
        silent = client(SILENT);
    }

    private ControlClient client(String instance) {
        return ControlClient.start(
                config(server.getPort()), ServiceKind.SERVICE_KIND_INGEST, instance, new SimpleMeterRegistry());
    }

    ControlClient client() {
        return client;
    }

    /** One that is told nothing. */
    ControlClient silent() {
        return silent;
    }

    /** The revision that it is at. */
    synchronized long revision() {
        return revision;
    }

    /** What was reported last. */
    List<LiveDirectory> live() {
        return live;
    }

    /** Makes or changes the channel of the paths {@code /live/ID/}. */
    void channel(String id, UnaryOperator<Channel.Builder> change) {
        Channel.Builder channel = Channel.newBuilder().setName("channels/" + id).setPathPrefix("/live/" + id + "/");
        put(ConfigItem.newBuilder()
                .setName("channels/" + id)
                .setChannel(change.apply(channel))
                .build());
    }

    /** The same, with a policy. */
    void channel(String id, PublishPolicy.Builder policy) {
        channel(id, channel -> channel.setPublish(policy));
    }

    /** Makes a key; its secret. */
    String key(String channelId, String keyId, UnaryOperator<PublishKeyConfig.Builder> change) {
        KeySecret secret = KeySecret.random(KeySecret.Use.PUBLISH, keyId);
        key(channelId, secret.text(), keyId, change);
        return secret.text();
    }

    String key(String channelId, String keyId) {
        return key(channelId, keyId, key -> key);
    }

    /** Changes a key. */
    void key(String channelId, String secret, String keyId, UnaryOperator<PublishKeyConfig.Builder> change) {
        byte[] hash =
                KeySecret.parse(KeySecret.Use.PUBLISH, secret).orElseThrow().hash();
        put(ConfigItem.newBuilder()
                .setName(keyName(channelId, keyId))
                .setPublishKey(change.apply(PublishKeyConfig.newBuilder().setSecretHash(ByteString.copyFrom(hash))))
                .build());
    }

    static String keyName(String channelId, String keyId) {
        return "channels/" + channelId + "/keys/" + keyId;
    }

    static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    synchronized void put(ConfigItem item) {
        items.put(item.getName(), item);
        tell();
    }

    /** Deletes a resource, and what is below it. */
    synchronized void delete(String name) {
        items.keySet().removeIf(each -> each.equals(name) || each.startsWith(name + "/"));
        tell();
    }

    private void tell() {
        revision++;
        watchers.forEach(watcher -> watcher.onNext(snapshot()));
    }

    private WatchResponse snapshot() {
        return WatchResponse.newBuilder()
                .setRevision(revision)
                .setStoreId("test")
                .setSnapshot(
                        SnapshotPart.newBuilder().setFirst(true).setLast(true).addAllItems(items.values()))
                .build();
    }

    private static ControlClientConfig config(int port) {
        return new SmallRyeConfigBuilder()
                .withMapping(ControlClientConfig.class)
                .withSources(
                        new PropertiesConfigSource(Map.of("millrace.control.uri", "127.0.0.1:" + port), "test", 100))
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(ControlClientConfig.class);
    }

    @Override
    public void close() {
        client.close();
        silent.close();
        server.shutdownNow();
    }

    private final class Reports extends LiveServiceGrpc.LiveServiceImplBase {

        @Override
        public void reportLive(ReportLiveRequest request, StreamObserver<ReportLiveResponse> answer) {
            live = request.getDirectoriesList();
            answer.onNext(ReportLiveResponse.newBuilder()
                    .setReportInterval(Duration.newBuilder().setNanos(REPORT_NANOS))
                    .build());
            answer.onCompleted();
        }
    }

    private final class Watches extends ConfigServiceGrpc.ConfigServiceImplBase {

        @Override
        public void watch(WatchRequest request, StreamObserver<WatchResponse> answers) {
            synchronized (TestControlPlane.this) {
                if (!request.getInstance().equals(SILENT)) {
                    watchers.add(answers);
                    answers.onNext(snapshot());
                }
            }
        }
    }
}
