package io.millrace.cli;

import com.google.protobuf.Message;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.millrace.proto.control.v1.ChannelServiceGrpc;
import io.millrace.proto.control.v1.KeyServiceGrpc;
import io.millrace.proto.control.v1.LiveServiceGrpc;
import io.millrace.proto.control.v1.PlaybackServiceGrpc;
import io.millrace.proto.control.v1.RouteServiceGrpc;
import io.millrace.proto.control.v1.RuleServiceGrpc;
import io.millrace.proto.control.v1.SessionServiceGrpc;
import io.millrace.proto.control.v1.TagServiceGrpc;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A control plane on a port of loopback that answers each method as a test says, and notes what it was asked. */
public final class ScriptedControl implements AutoCloseable {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Map<String, Function<Message, Answer>> script = new ConcurrentHashMap<>();
    private final List<Message> requests = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final Server server;
    private final int port;

    /** Messages, and how the call ends behind them. */
    private record Answer(List<Message> messages, Status end) {}

    public ScriptedControl() throws IOException {
        this(InsecureServerCredentials.create());
    }

    public ScriptedControl(ServerCredentials credentials) throws IOException {
        this(0, credentials);
    }

    /** The next one on the port of one that is closed. */
    public ScriptedControl(int port) throws IOException {
        this(port, InsecureServerCredentials.create());
    }

    private ScriptedControl(int asked, ServerCredentials credentials) throws IOException {
        ServerBuilder<?> builder = Grpc.newServerBuilderForPort(asked, credentials);
        List.of(
                        ChannelServiceGrpc.getServiceDescriptor(),
                        KeyServiceGrpc.getServiceDescriptor(),
                        PlaybackServiceGrpc.getServiceDescriptor(),
                        RuleServiceGrpc.getServiceDescriptor(),
                        TagServiceGrpc.getServiceDescriptor(),
                        SessionServiceGrpc.getServiceDescriptor(),
                        RouteServiceGrpc.getServiceDescriptor(),
                        LiveServiceGrpc.getServiceDescriptor())
                .forEach(service -> builder.addService(scripted(service)));
        server = builder.build().start();
        port = server.getPort();
    }

    /** A method answers so; what it throws ends the call. */
    public ScriptedControl on(String method, Function<Message, Message> answer) {
        script.put(method, request -> new Answer(List.of(answer.apply(request)), Status.OK));
        return this;
    }

    /**
     * A method answers with a stream.
     *
     * @param ends how the first streams end; all others end well
     */
    public ScriptedControl streams(String method, List<Message> answers, Status... ends) {
        Queue<Status> left = new ConcurrentLinkedQueue<>(List.of(ends));
        script.put(method, _ -> new Answer(answers, Objects.requireNonNullElse(left.poll(), Status.OK)));
        return this;
    }

    /** The requests of a type, in their order. */
    public <M extends Message> List<M> asked(Class<M> type) {
        return requests.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** What callers said who they are. */
    public List<String> authorizations() {
        return authorizations;
    }

    public String uri() {
        return "http://127.0.0.1:" + port();
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ServerServiceDefinition scripted(ServiceDescriptor service) {
        ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(service);
        for (MethodDescriptor<?, ?> method : service.getMethods()) {
            @SuppressWarnings("unchecked") // stubs for protobuf have nothing but messages
            MethodDescriptor<Message, Message> messages = (MethodDescriptor<Message, Message>) method;
            definition.addMethod(
                    messages,
                    noting(ServerCalls.asyncServerStreamingCall(
                            (request, responses) -> answer(messages.getBareMethodName(), request, responses))));
        }
        return definition.build();
    }

    private ServerCallHandler<Message, Message> noting(ServerCallHandler<Message, Message> next) {
        return new ServerCallHandler<>() {
            @Override
            public ServerCall.Listener<Message> startCall(ServerCall<Message, Message> call, Metadata headers) {
                authorizations.add(Objects.toString(headers.get(AUTHORIZATION), ""));
                return next.startCall(call, headers);
            }
        };
    }

    private void answer(String method, Message request, StreamObserver<Message> responses) {
        requests.add(request);
        Function<Message, Answer> scripted = script.get(method);
        try {
            if (scripted == null) {
                throw Status.UNIMPLEMENTED.withDescription(method).asRuntimeException();
            }
            Answer answer = scripted.apply(request);
            answer.messages().forEach(responses::onNext);
            if (!answer.end().isOk()) {
                throw answer.end().asRuntimeException();
            }
            responses.onCompleted();
        } catch (StatusRuntimeException e) {
            responses.onError(e);
        }
    }
}
