package io.millrace.standalone;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ChannelServiceGrpc;
import io.millrace.proto.control.v1.ChannelServiceGrpc.ChannelServiceBlockingStub;
import io.millrace.proto.control.v1.CreateChannelRequest;
import io.millrace.proto.control.v1.Edge;
import io.millrace.proto.control.v1.ListEdgesRequest;
import io.millrace.proto.control.v1.ListLiveRequest;
import io.millrace.proto.control.v1.LiveDirectory;
import io.millrace.proto.control.v1.LiveServiceGrpc;
import io.millrace.proto.control.v1.PublishPolicy;
import io.millrace.proto.control.v1.RouteServiceGrpc;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Somebody who calls one control plane. Ends when it is closed. */
final class Operator implements AutoCloseable {

    private static final long CALL_SECONDS = 20;

    private final ManagedChannel connection;

    private Operator(ManagedChannel connection) {
        this.connection = connection;
    }

    /** @param address host and port */
    static Operator at(String address) {
        return new Operator(
                NettyChannelBuilder.forTarget(address).usePlaintext().build());
    }

    /** For calls of any service. */
    io.grpc.Channel connection() {
        return connection;
    }

    /** For calls that must be answered soon. */
    ChannelServiceBlockingStub channels() {
        return ChannelServiceGrpc.newBlockingStub(connection).withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
    }

    /** Makes the channel of the paths {@code /ID/}, to which everybody may publish. */
    Channel openChannel(String id) {
        return channels()
                .createChannel(CreateChannelRequest.newBuilder()
                        .setChannelId(id)
                        .setChannel(Channel.newBuilder()
                                .setPathPrefix("/" + id + "/")
                                .setPublish(PublishPolicy.newBuilder().setOpen(true)))
                        .build());
    }

    /** What is live now in directories that begin with this. */
    List<LiveDirectory> live(String pathPrefix) {
        return LiveServiceGrpc.newBlockingStub(connection)
                .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                .listLive(ListLiveRequest.newBuilder().setPathPrefix(pathPrefix).build())
                .getDirectoriesList();
    }

    /** The edges that are there. */
    List<Edge> edges() {
        return RouteServiceGrpc.newBlockingStub(connection)
                .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                .listEdges(ListEdgesRequest.getDefaultInstance())
                .getEdgesList();
    }

    @Override
    public void close() {
        connection.shutdownNow();
    }
}
