package io.millrace.cli.control;

import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import io.millrace.cli.resource.ResourceNames;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ChannelServiceGrpc;
import io.millrace.proto.control.v1.CreateChannelRequest;
import io.millrace.proto.control.v1.CreateRuleRequest;
import io.millrace.proto.control.v1.CreateSessionRequest;
import io.millrace.proto.control.v1.CreateTagRequest;
import io.millrace.proto.control.v1.DeleteChannelRequest;
import io.millrace.proto.control.v1.DeleteRuleRequest;
import io.millrace.proto.control.v1.DeleteSessionRequest;
import io.millrace.proto.control.v1.DeleteTagRequest;
import io.millrace.proto.control.v1.GetChannelRequest;
import io.millrace.proto.control.v1.GetRuleRequest;
import io.millrace.proto.control.v1.GetSessionRequest;
import io.millrace.proto.control.v1.GetTagRequest;
import io.millrace.proto.control.v1.ListChannelsRequest;
import io.millrace.proto.control.v1.ListChannelsResponse;
import io.millrace.proto.control.v1.ListRulesRequest;
import io.millrace.proto.control.v1.ListRulesResponse;
import io.millrace.proto.control.v1.ListSessionsRequest;
import io.millrace.proto.control.v1.ListSessionsResponse;
import io.millrace.proto.control.v1.ListTagsRequest;
import io.millrace.proto.control.v1.ListTagsResponse;
import io.millrace.proto.control.v1.Rule;
import io.millrace.proto.control.v1.RuleServiceGrpc;
import io.millrace.proto.control.v1.Session;
import io.millrace.proto.control.v1.SessionServiceGrpc;
import io.millrace.proto.control.v1.Tag;
import io.millrace.proto.control.v1.TagServiceGrpc;
import io.millrace.proto.control.v1.UpdateChannelRequest;
import io.millrace.proto.control.v1.UpdateRuleRequest;
import io.millrace.proto.control.v1.UpdateSessionRequest;
import io.millrace.proto.control.v1.UpdateTagRequest;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The calls of a kind of resource that is made and changed as a whole. Each throws StatusRuntimeException.
 *
 * @param collection what their names begin with, before the {@code /}
 * @param template an empty one
 * @param get the resource of a name
 * @param list all of them
 * @param create makes the resource of a name
 * @param update takes the fields of a mask from a resource, which has its name and may have an etag
 * @param delete of a name, with an etag or an empty text
 */
public record ResourceCalls<M extends Message>(
        String collection,
        M template,
        Function<String, M> get,
        Supplier<List<M>> list,
        Creating<M> create,
        Updating<M> update,
        BiConsumer<String, String> delete) {

    /** Makes a resource. */
    public interface Creating<M> {
        M create(String name, M resource);
    }

    /** Changes a resource. */
    public interface Updating<M> {
        M update(M resource, FieldMask mask);
    }

    /** Those of channels. */
    public static ResourceCalls<Channel> channels(ControlConnection connection) {
        var stub = ChannelServiceGrpc.newBlockingStub(connection.channel());
        return new ResourceCalls<>(
                "channels",
                Channel.getDefaultInstance(),
                name -> stub.getChannel(
                        GetChannelRequest.newBuilder().setName(name).build()),
                () -> Pages.all(
                        token -> stub.listChannels(ListChannelsRequest.newBuilder()
                                .setPageSize(Pages.SIZE)
                                .setPageToken(token)
                                .build()),
                        ListChannelsResponse::getChannelsList,
                        ListChannelsResponse::getNextPageToken),
                (name, channel) -> stub.createChannel(CreateChannelRequest.newBuilder()
                        .setChannelId(ResourceNames.id(name))
                        .setChannel(channel)
                        .build()),
                (channel, mask) -> stub.updateChannel(UpdateChannelRequest.newBuilder()
                        .setChannel(channel)
                        .setUpdateMask(mask)
                        .build()),
                (name, etag) -> {
                    var _ = stub.deleteChannel(DeleteChannelRequest.newBuilder()
                            .setName(name)
                            .setEtag(etag)
                            .build());
                });
    }

    /** Those of rules. */
    public static ResourceCalls<Rule> rules(ControlConnection connection) {
        var stub = RuleServiceGrpc.newBlockingStub(connection.channel());
        return new ResourceCalls<>(
                "rules",
                Rule.getDefaultInstance(),
                name -> stub.getRule(GetRuleRequest.newBuilder().setName(name).build()),
                () -> Pages.all(
                        token -> stub.listRules(ListRulesRequest.newBuilder()
                                .setPageSize(Pages.SIZE)
                                .setPageToken(token)
                                .build()),
                        ListRulesResponse::getRulesList,
                        ListRulesResponse::getNextPageToken),
                (name, rule) -> stub.createRule(CreateRuleRequest.newBuilder()
                        .setRuleId(ResourceNames.id(name))
                        .setRule(rule)
                        .build()),
                (rule, mask) -> stub.updateRule(UpdateRuleRequest.newBuilder()
                        .setRule(rule)
                        .setUpdateMask(mask)
                        .build()),
                (name, etag) -> {
                    var _ = stub.deleteRule(DeleteRuleRequest.newBuilder()
                            .setName(name)
                            .setEtag(etag)
                            .build());
                });
    }

    /** Those of tags. */
    public static ResourceCalls<Tag> tags(ControlConnection connection) {
        var stub = TagServiceGrpc.newBlockingStub(connection.channel());
        return new ResourceCalls<>(
                "tags",
                Tag.getDefaultInstance(),
                name -> stub.getTag(GetTagRequest.newBuilder().setName(name).build()),
                () -> Pages.all(
                        token -> stub.listTags(ListTagsRequest.newBuilder()
                                .setPageSize(Pages.SIZE)
                                .setPageToken(token)
                                .build()),
                        ListTagsResponse::getTagsList,
                        ListTagsResponse::getNextPageToken),
                (name, tag) -> stub.createTag(CreateTagRequest.newBuilder()
                        .setTagId(ResourceNames.id(name))
                        .setTag(tag)
                        .build()),
                (tag, mask) -> stub.updateTag(UpdateTagRequest.newBuilder()
                        .setTag(tag)
                        .setUpdateMask(mask)
                        .build()),
                (name, etag) -> {
                    var _ = stub.deleteTag(DeleteTagRequest.newBuilder()
                            .setName(name)
                            .setEtag(etag)
                            .build());
                });
    }

    /** Those of sessions; one that is made without a name gets one. */
    public static ResourceCalls<Session> sessions(ControlConnection connection) {
        var stub = SessionServiceGrpc.newBlockingStub(connection.channel());
        return new ResourceCalls<>(
                "sessions",
                Session.getDefaultInstance(),
                name -> stub.getSession(
                        GetSessionRequest.newBuilder().setName(name).build()),
                () -> Pages.all(
                        token -> stub.listSessions(ListSessionsRequest.newBuilder()
                                .setPageSize(Pages.SIZE)
                                .setPageToken(token)
                                .build()),
                        ListSessionsResponse::getSessionsList,
                        ListSessionsResponse::getNextPageToken),
                (name, session) -> stub.createSession(CreateSessionRequest.newBuilder()
                        .setSessionId(ResourceNames.id(name))
                        .setSession(session)
                        .build()),
                (session, mask) -> stub.updateSession(UpdateSessionRequest.newBuilder()
                        .setSession(session)
                        .setUpdateMask(mask)
                        .build()),
                (name, etag) -> {
                    var _ = stub.deleteSession(DeleteSessionRequest.newBuilder()
                            .setName(name)
                            .setEtag(etag)
                            .build());
                });
    }
}
