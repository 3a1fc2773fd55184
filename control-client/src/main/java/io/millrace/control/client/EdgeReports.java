package io.millrace.control.client;

import com.google.protobuf.Duration;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.millrace.proto.control.v1.Edge;
import io.millrace.proto.control.v1.EdgeLoad;
import io.millrace.proto.control.v1.HeartbeatRequest;
import io.millrace.proto.control.v1.HeartbeatResponse;
import io.millrace.proto.control.v1.RegisterEdgeRequest;
import io.millrace.proto.control.v1.RegisterEdgeResponse;
import io.millrace.proto.control.v1.RouteServiceGrpc;
import io.millrace.proto.control.v1.RouteServiceGrpc.RouteServiceStub;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * An edge's registration and heartbeats: it registers once there is a way to the control plane, again when it is not known there
 * any more, and tells its load in between. Ends when it is closed.
 */
public final class EdgeReports implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ControlClient.class);

    private final String name;
    private final Optional<Edge> edge;
    private final Supplier<EdgeLoad> load;
    private final Watching watching;
    private final ScheduledExecutorService thread;
    private final Reporting reporting;
    /** Touched by the client's thread alone, as is the other. */
    private boolean registered;

    private boolean stopping;

    /** @param edge what it registers with; where it is empty somebody else tells of the edge, and it only tells its load */
    EdgeReports(
            String name,
            Optional<Edge> edge,
            Supplier<EdgeLoad> load,
            Watching watching,
            ScheduledExecutorService thread) {
        this.name = name;
        this.edge = edge;
        this.load = load;
        this.watching = watching;
        this.thread = thread;
        this.reporting = new Reporting("edge", watching, thread, this::send);
    }

    EdgeReports start() {
        thread.execute(reporting::start);
        return this;
    }

    /** Tells at once that the edge is stopping, and from now on in each heartbeat: routes lose it. Returns at once. */
    public void stopping() {
        thread.execute(() -> {
            stopping = true;
            try {
                watching.channel().ifPresent(channel -> heartbeat(channel, ignored -> {}, ignored -> {}));
            } catch (RuntimeException e) {
                LOG.error("it could not be told that the edge is stopping", e);
            }
        });
    }

    /** Nothing more is told; the edge is lost to routes after three intervals, unless it has told that it is stopping. */
    @Override
    public void close() {
        thread.execute(reporting::end);
    }

    private void send(ManagedChannel channel, Consumer<java.time.Duration> taken, Consumer<Status> failed) {
        if (edge.isPresent() && !registered && !stopping) {
            register(channel, edge.get(), taken, failed);
        } else {
            heartbeat(channel, taken, failed);
        }
    }

    private void register(
            ManagedChannel channel, Edge edge, Consumer<java.time.Duration> taken, Consumer<Status> failed) {
        stub(channel)
                .registerEdge(
                        RegisterEdgeRequest.newBuilder().setEdge(edge).build(),
                        new Answer<RegisterEdgeResponse>(
                                answer -> {
                                    registered = true;
                                    taken.accept(interval(answer.getHeartbeatInterval()));
                                },
                                failed));
    }

    private void heartbeat(ManagedChannel channel, Consumer<java.time.Duration> taken, Consumer<Status> failed) {
        HeartbeatRequest request = HeartbeatRequest.newBuilder()
                .setName(name)
                .setLoad(load.get())
                .setStopping(stopping)
                .build();
        stub(channel)
                .heartbeat(
                        request,
                        new Answer<HeartbeatResponse>(
                                answer -> taken.accept(interval(answer.getHeartbeatInterval())), why -> {
                                    if (why.getCode() == Status.Code.NOT_FOUND && registered && !stopping) {
                                        registered = false;
                                        send(channel, taken, failed);
                                    } else {
                                        failed.accept(why);
                                    }
                                }));
    }

    private static RouteServiceStub stub(ManagedChannel channel) {
        return RouteServiceGrpc.newStub(channel).withDeadlineAfter(Reporting.DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    static java.time.Duration interval(Duration told) {
        return java.time.Duration.ofSeconds(told.getSeconds(), told.getNanos());
    }
}
