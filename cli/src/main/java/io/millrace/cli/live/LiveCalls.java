package io.millrace.cli.live;

import io.millrace.cli.control.ControlConnection;
import io.millrace.cli.control.Pages;
import io.millrace.cli.resource.Protos;
import io.millrace.cli.resource.ResultFormat;
import io.millrace.cli.resource.Results;
import io.millrace.proto.control.v1.ListLiveRequest;
import io.millrace.proto.control.v1.ListLiveResponse;
import io.millrace.proto.control.v1.LiveDirectory;
import io.millrace.proto.control.v1.LiveServiceGrpc;
import io.millrace.proto.control.v1.WatchLiveRequest;
import io.millrace.proto.control.v1.WatchLiveResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/** The calls of what is live. Each throws StatusRuntimeException. */
final class LiveCalls {

    private final LiveServiceGrpc.LiveServiceBlockingStub stub;
    private final String channel;
    private final String pathPrefix;

    /**
     * For a part of what is live.
     *
     * @param channel of this channel; empty for all
     * @param pathPrefix below this; empty for all
     */
    LiveCalls(ControlConnection connection, String channel, String pathPrefix) {
        this.stub = LiveServiceGrpc.newBlockingStub(connection.channel());
        this.channel = channel;
        this.pathPrefix = pathPrefix;
    }

    /** Prints what is live now. */
    void once(Results results) {
        List<LiveDirectory> live = Pages.all(
                token -> stub.listLive(ListLiveRequest.newBuilder()
                        .setChannel(channel)
                        .setPathPrefix(pathPrefix)
                        .setPageSize(Pages.SIZE)
                        .setPageToken(token)
                        .build()),
                ListLiveResponse::getDirectoriesList,
                ListLiveResponse::getNextPageToken);
        if (results.format() == ResultFormat.TABLE) {
            results.lines(LiveTable.of(live));
        } else {
            results.list(live);
        }
    }

    /** Tells what changes, as it comes, all that is live at first; returns when the control plane ends it. */
    Iterator<WatchLiveResponse> watch(Duration interval) {
        return stub.watchLive(WatchLiveRequest.newBuilder()
                .setChannel(channel)
                .setPathPrefix(pathPrefix)
                .setInterval(Protos.of(interval))
                .build());
    }
}
