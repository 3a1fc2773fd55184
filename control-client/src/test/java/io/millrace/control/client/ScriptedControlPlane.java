package io.millrace.control.client;

import com.google.protobuf.Duration;
import com.google.protobuf.Empty;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.millrace.proto.control.v1.ConfigServiceGrpc;
import io.millrace.proto.control.v1.CreateSessionRequest;
import io.millrace.proto.control.v1.DeleteSessionRequest;
import io.millrace.proto.control.v1.HeartbeatRequest;
import io.millrace.proto.control.v1.HeartbeatResponse;
import io.millrace.proto.control.v1.LiveServiceGrpc;
import io.millrace.proto.control.v1.RegisterEdgeRequest;
import io.millrace.proto.control.v1.RegisterEdgeResponse;
import io.millrace.proto.control.v1.ReportLiveRequest;
import io.millrace.proto.control.v1.ReportLiveResponse;
import io.millrace.proto.control.v1.ReportSessionsRequest;
import io.millrace.proto.control.v1.ReportSessionsResponse;
import io.millrace.proto.control.v1.RouteServiceGrpc;
import io.millrace.proto.control.v1.Session;
import io.millrace.proto.control.v1.SessionServiceGrpc;
import io.millrace.proto.control.v1.UpdateSessionRequest;
import io.millrace.proto.control.v1.WatchRequest;
import io.millrace.proto.control.v1.WatchResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A control plane on a real socket whose side of each watch a test says line by line; it notes the reports that it gets. */
final class ScriptedControlPlane implements AutoCloseable {

    private static final int BOUND_SECONDS = 30;

    /** Below those of outgoing connections, one of which could have the port when another control plane is to come back on it. */
    private static final int FIRST_PORT = 11_000;

    private static final int END_PORT = 32_768;
    private static final int ATTEMPTS = 100;

    private static final Duration INTERVAL =
            Duration.newBuilder().setNanos(100_000_000).build();

    private final BlockingQueue<Watcher> watchers = new LinkedBlockingQueue<>();
    private final BlockingQueue<RegisterEdgeRequest> registrations = new LinkedBlockingQueue<>();
    private final BlockingQueue<HeartbeatRequest> heartbeats = new LinkedBlockingQueue<>();
    private final BlockingQueue<ReportLiveRequest> liveReports = new LinkedBlockingQueue<>();
    private final BlockingQueue<ReportSessionsRequest> sessionReports = new LinkedBlockingQueue<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final Server server;
    private final int port;
    private volatile boolean edgeForgotten;

    private ScriptedControlPlane(int wanted, ServerCredentials credentials) {
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted);
            server = NettyServerBuilder.forAddress(address, credentials)
                    .addService(watches())
                    .addService(new Routes())
                    .addService(new Live())
                    .addService(new Sessions())
                    .intercept(new Authorizations())
                    .build()
                    .start();
            port = server.getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ScriptedControlPlane start() {
        return with(InsecureServerCredentials.create());
    }

    /** Where another one was before. */
    static ScriptedControlPlane on(int port) {
        return new ScriptedControlPlane(port, InsecureServerCredentials.create());
    }

    static ScriptedControlPlane with(ServerCredentials credentials) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return new ScriptedControlPlane(ThreadLocalRandom.current().nextInt(FIRST_PORT, END_PORT), credentials);
            } catch (UncheckedIOException e) {
                // somebody has it: another one
            }
        }
        throw new AssertionError("no port is free");
    }

    int port() {
        return port;
    }

    String uri() {
        return "127.0.0.1:" + port;
    }

    /** The next watch that was begun. */
    Watcher watcher() {
        return next(watchers);
    }

    RegisterEdgeRequest registration() {
        return next(registrations);
    }

    HeartbeatRequest heartbeat() {
        return next(heartbeats);
    }

    ReportLiveRequest liveReport() {
        return next(liveReports);
    }

    ReportSessionsRequest sessionReport() {
        return next(sessionReports);
    }

    /** The next heartbeat is answered with NOT_FOUND. */
    void forgetEdge() {
        edgeForgotten = true;
    }

    /** What each call has shown in {@code Authorization}; empty where it has shown nothing. */
    List<String> authorizations() {
        return authorizations;
    }

    /** As a process that ends: its calls are cancelled and its sockets closed. */
    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> T next(BlockingQueue<T> queue) {
        try {
            T next = queue.poll(BOUND_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing has come");
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** One watch. */
    record Watcher(WatchRequest request, StreamObserver<byte[]> answers) {

        Watcher says(WatchResponse... messages) {
            for (WatchResponse message : messages) {
                saysBytes(message.toByteArray());
            }
            return this;
        }

        void saysBytes(byte... message) {
            answers.onNext(message);
        }

        void ends(Status why) {
            answers.onError(why.asRuntimeException());
        }
    }

    /** Answers are bytes, so that they may also be none of ours. */
    private ServerServiceDefinition watches() {
        MethodDescriptor<WatchRequest, byte[]> watch = ConfigServiceGrpc.getWatchMethod().toBuilder(
                        ConfigServiceGrpc.getWatchMethod().getRequestMarshaller(), new Bytes())
                .build();
        return ServerServiceDefinition.builder(ConfigServiceGrpc.SERVICE_NAME)
                .addMethod(
                        watch,
                        ServerCalls.asyncServerStreamingCall(
                                (request, answers) -> watchers.add(new Watcher(request, answers))))
                .build();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            throw new UnsupportedOperationException();
        }
    }

    private final class Routes extends RouteServiceGrpc.RouteServiceImplBase {

        @Override
        public void registerEdge(RegisterEdgeRequest request, StreamObserver<RegisterEdgeResponse> answer) {
            edgeForgotten = false;
            registrations.add(request);
            answer.onNext(RegisterEdgeResponse.newBuilder()
                    .setEdge(request.getEdge())
                    .setHeartbeatInterval(INTERVAL)
                    .build());
            answer.onCompleted();
        }

        @Override
        public void heartbeat(HeartbeatRequest request, StreamObserver<HeartbeatResponse> answer) {
            if (edgeForgotten) {
                answer.onError(Status.NOT_FOUND.asRuntimeException());
                return;
            }
            heartbeats.add(request);
            answer.onNext(HeartbeatResponse.newBuilder()
                    .setHeartbeatInterval(INTERVAL)
                    .build());
            answer.onCompleted();
        }
    }

    private final class Live extends LiveServiceGrpc.LiveServiceImplBase {

        @Override
        public void reportLive(ReportLiveRequest request, StreamObserver<ReportLiveResponse> answer) {
            liveReports.add(request);
            answer.onNext(
                    ReportLiveResponse.newBuilder().setReportInterval(INTERVAL).build());
            answer.onCompleted();
        }
    }

    /** One that takes every session but that of the id {@code taken}. */
    private final class Sessions extends SessionServiceGrpc.SessionServiceImplBase {

        @Override
        public void createSession(CreateSessionRequest request, StreamObserver<Session> answer) {
            if (request.getSessionId().equals("taken")) {
                answer.onError(Status.ALREADY_EXISTS.asRuntimeException());
                return;
            }
            answer.onNext(request.getSession().toBuilder()
                    .setName("sessions/" + request.getSessionId())
                    .build());
            answer.onCompleted();
        }

        @Override
        public void updateSession(UpdateSessionRequest request, StreamObserver<Session> answer) {
            answer.onNext(request.getSession());
            answer.onCompleted();
        }

        @Override
        public void deleteSession(DeleteSessionRequest request, StreamObserver<Empty> answer) {
            answer.onNext(Empty.getDefaultInstance());
            answer.onCompleted();
        }

        @Override
        public void reportSessions(ReportSessionsRequest request, StreamObserver<ReportSessionsResponse> answer) {
            sessionReports.add(request);
            answer.onNext(ReportSessionsResponse.newBuilder()
                    .setReportInterval(INTERVAL)
                    .build());
            answer.onCompleted();
        }
    }

    private final class Authorizations implements ServerInterceptor {

        private static final Metadata.Key<String> AUTHORIZATION =
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            String shown = headers.get(AUTHORIZATION);
            authorizations.add(shown == null ? "" : shown);
            return next.startCall(call, headers);
        }
    }
}
