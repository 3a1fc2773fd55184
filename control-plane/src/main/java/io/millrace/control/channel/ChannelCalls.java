package io.millrace.control.channel;

import com.google.protobuf.Empty;
import io.grpc.stub.StreamObserver;
import io.millrace.control.api.Answer;
import io.millrace.control.api.Page;
import io.millrace.control.change.Changes;
import io.millrace.control.resource.Kind;
import io.millrace.control.resource.Resources;
import io.millrace.control.store.Change;
import io.millrace.control.store.ControlStore;
import io.millrace.proto.control.store.v1.StoredResource;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ChannelServiceGrpc.ChannelServiceImplBase;
import io.millrace.proto.control.v1.CreateChannelRequest;
import io.millrace.proto.control.v1.DeleteChannelRequest;
import io.millrace.proto.control.v1.GetChannelRequest;
import io.millrace.proto.control.v1.ListChannelsRequest;
import io.millrace.proto.control.v1.ListChannelsResponse;
import io.millrace.proto.control.v1.UpdateChannelRequest;
import java.time.Clock;
import java.util.Optional;

/** ChannelService. */
public final class ChannelCalls extends ChannelServiceImplBase {

    private static final Kind<Channel> KIND = new Kind<>(
            "channels",
            channel -> StoredResource.newBuilder().setChannel(channel).build(),
            StoredResource::getChannel,
            ChannelCheck::check,
            ChannelCalls::links);

    private final Resources<Channel> channels;

    public ChannelCalls(Resources<Channel> channels) {
        this.channels = channels;
    }

    /** The channels. */
    public static Resources<Channel> channels(ControlStore store, Changes changes, Clock clock) {
        return new Resources<>(KIND, store, changes, clock);
    }

    @Override
    public void getChannel(GetChannelRequest request, StreamObserver<Channel> responses) {
        Answer.to(responses, () -> channels.get(request.getName()));
    }

    @Override
    public void listChannels(ListChannelsRequest request, StreamObserver<ListChannelsResponse> responses) {
        Answer.to(responses, () -> {
            Page page = channels.page(request.getPageSize(), request.getPageToken());
            return ListChannelsResponse.newBuilder()
                    .addAllChannels(channels.shown(page))
                    .setNextPageToken(page.nextToken())
                    .build();
        });
    }

    @Override
    public void createChannel(CreateChannelRequest request, StreamObserver<Channel> responses) {
        Answer.to(responses, () -> channels.create("channel_id", request.getChannelId(), request.getChannel()));
    }

    @Override
    public void updateChannel(UpdateChannelRequest request, StreamObserver<Channel> responses) {
        Answer.to(responses, () -> channels.update(request.getChannel(), request.getUpdateMask()));
    }

    @Override
    public void deleteChannel(DeleteChannelRequest request, StreamObserver<Empty> responses) {
        Answer.to(responses, () -> channels.delete(request.getName(), request.getEtag()));
    }

    /** No two channels have the same path prefix. */
    private static void links(Change change, String name, Optional<Channel> before, Optional<Channel> after) {
        Optional<String> old = before.map(Channel::getPathPrefix);
        Optional<String> wanted = after.map(Channel::getPathPrefix);
        if (!old.equals(wanted)) {
            old.ifPresent(change::release);
            wanted.ifPresent(prefix -> change.claim(prefix, name));
        }
    }
}
