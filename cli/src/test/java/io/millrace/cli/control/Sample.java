package io.millrace.cli.control;

import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.millrace.cli.ScriptedControl;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.CreateChannelRequest;
import io.millrace.proto.control.v1.CreateKeyResponse;
import io.millrace.proto.control.v1.CreatePlaybackKeyResponse;
import io.millrace.proto.control.v1.CreateRuleRequest;
import io.millrace.proto.control.v1.CreateSessionRequest;
import io.millrace.proto.control.v1.CreateTagRequest;
import io.millrace.proto.control.v1.Edge;
import io.millrace.proto.control.v1.EdgeState;
import io.millrace.proto.control.v1.IssueTokenResponse;
import io.millrace.proto.control.v1.ListChannelsRequest;
import io.millrace.proto.control.v1.ListChannelsResponse;
import io.millrace.proto.control.v1.ListEdgesResponse;
import io.millrace.proto.control.v1.ListKeysResponse;
import io.millrace.proto.control.v1.ListLiveResponse;
import io.millrace.proto.control.v1.ListPlaybackKeysResponse;
import io.millrace.proto.control.v1.ListRoutesResponse;
import io.millrace.proto.control.v1.ListRulesResponse;
import io.millrace.proto.control.v1.ListSessionsResponse;
import io.millrace.proto.control.v1.ListTagsResponse;
import io.millrace.proto.control.v1.LiveDirectory;
import io.millrace.proto.control.v1.PlaybackKey;
import io.millrace.proto.control.v1.PublishKey;
import io.millrace.proto.control.v1.ResolveResponse;
import io.millrace.proto.control.v1.RotateKeyResponse;
import io.millrace.proto.control.v1.RotatePlaybackKeyResponse;
import io.millrace.proto.control.v1.Route;
import io.millrace.proto.control.v1.Rule;
import io.millrace.proto.control.v1.Session;
import io.millrace.proto.control.v1.Tag;
import io.millrace.proto.control.v1.UpdateChannelRequest;
import io.millrace.proto.control.v1.UpdateSessionRequest;
import io.millrace.proto.control.v1.WatchLiveResponse;
import java.util.List;

/** What a small installation would answer: two of most things, all times fixed. */
final class Sample {

    private static final String MADE = "create_time { seconds: 1767225600 } ";
    private static final String STAMPS = MADE + "update_time { seconds: 1767229200 } revision: 7 etag: '7'";

    static final Channel CAM = read(Channel.class, """
            name: 'channels/cam' display_name: 'Roof camera' path_prefix: '/live/cam/' retention { seconds: 120 }
            limits { max_bit_rate: 20000000 max_object_bytes: 10000000 max_uploads: 8 }
            endless { window_bytes: 67108864 window_duration { seconds: 90 nanos: 500000000 } }
            playback { signed { places: TOKEN_PLACE_QUERY places: TOKEN_PLACE_PATH bind_client_address: true } }
            publish { keys { } }
            labels { key: 'site' value: 'berlin' }
            """ + STAMPS);
    static final Channel FILES = read(
            Channel.class,
            "name: 'channels/files' path_prefix: '/files/' playback { open { } } disabled: true " + STAMPS);

    private static final PublishKey KEY = read(
            PublishKey.class,
            "name: 'channels/cam/keys/k1' display_name: 'Encoder 1' state: KEY_STATE_ACTIVE"
                    + " expire_time { seconds: 1924992000 } revision: 7 etag: '7' " + MADE);
    private static final PublishKey OLD = read(
            PublishKey.class,
            "name: 'channels/cam/keys/k0' state: KEY_STATE_REVOKED revoke_time { seconds: 1767229200 }"
                    + " replaced_by: 'channels/cam/keys/k1' revision: 7 etag: '7' " + MADE);
    private static final PlaybackKey SIGNING = read(
            PlaybackKey.class,
            "name: 'channels/cam/playbackKeys/p1' kind: PLAYBACK_KEY_KIND_SIGNING state: KEY_STATE_ACTIVE"
                    + " revision: 7 etag: '7' " + MADE);
    private static final PlaybackKey CDN = read(
            PlaybackKey.class,
            "name: 'channels/cam/playbackKeys/edge-cdn' display_name: 'The CDN' kind: PLAYBACK_KEY_KIND_CDN"
                    + " state: KEY_STATE_EXPIRED expire_time { seconds: 1767229200 } revision: 7 etag: '7' " + MADE);

    static final Rule SLOW = read(Rule.class, """
            name: 'rules/slow' match { channel: 'channels/cam' kinds: OBJECT_KIND_SEGMENT }
            actions { bandwidth { bit_rate: 1500000 scope: RATE_SCOPE_SESSION } }
            actions { latency { delay { nanos: 200000000 } } }
            probability: 0.5 priority: 10
            """ + STAMPS);
    static final Tag NIGHTLY = read(
            Tag.class,
            "name: 'tags/nightly' rules: 'rules/slow' rules: 'rules/other' content: 'channels/cam' " + STAMPS);

    private static final Session LAB = read(Session.class, """
            name: 'sessions/lab' display_name: 'TV in the lab' origin: 'channels/cam' tag: 'tags/nightly'
            rules { match { kinds: OBJECT_KIND_SEGMENT } actions { bandwidth { bit_rate: 2000000 } } }
            dripls_rules: '*.s1~e404' seed: 7 expire_time { seconds: 1767312000 }
            state { first_request_time { seconds: 1767225660 } marks { key: 'v' value { key: 900 number: 3 } } }
            """ + STAMPS);

    private static final Edge EDGE = read(Edge.class, """
            name: 'edges/edge-1' uris: 'https://edge-1.example:8443' uris: 'http://192.0.2.1:8081' zone: 'eu-1'
            state: EDGE_STATE_READY source: EDGE_SOURCE_KUBERNETES weight: 100 version: '0.1.0'
            load { readers: 1200 connections: 1300 bit_rate: 4812345678 cpu: 0.3512345678 object_bytes: 734003200 directories: 9 }
            report_time { seconds: 1767229200 } etag: 'e'
            """ + MADE);
    private static final Edge DRAINED =
            EDGE.toBuilder().setState(EdgeState.EDGE_STATE_DRAINING).build();
    private static final Route ROUTE = read(
            Route.class,
            "name: 'routes/cam' channel: 'channels/cam' path_prefix: '/live/cam/' edges: 'edges/edge-2' edges: 'edges/edge-1'");

    static final LiveDirectory LIVE = read(LiveDirectory.class, """
            directory: '/live/cam/' channel: 'channels/cam' start_time { seconds: 1767225600 }
            report_time { seconds: 1767229265 }
            publishing { uploads: 2 objects: 1800 bytes: 2165555250 bit_rate: 4812345 last_object: 'seg-901.m4s'
              latency { p50 { nanos: 800000 } p99 { nanos: 3250000 } max { nanos: 9000000 } } }
            reading { readers: 340 requests: 51000 errors: 3 bytes: 81203456789 bit_rate: 1612000000
              latency { p50 { nanos: 400000 } p99 { nanos: 2100000 } max { nanos: 30000000 } } }
            """);
    static final LiveDirectory STRAY = read(
            LiveDirectory.class,
            "directory: '/tmp/' start_time { seconds: 1767229200 } report_time { seconds: 1767229205 }"
                    + " reading { readers: 1 bit_rate: 950 }");

    private Sample() {}

    /** A server that answers so. */
    static void script(ScriptedControl server) {
        server.on("GetChannel", _ -> CAM)
                // A list of two pages.
                .on("ListChannels", Sample::channels)
                .on(
                        "CreateChannel",
                        request -> ((CreateChannelRequest) request)
                                .getChannel().toBuilder()
                                        .setName("channels/cam")
                                        .setRevision(8)
                                        .setEtag("8")
                                        .build())
                .on(
                        "UpdateChannel",
                        request -> ((UpdateChannelRequest) request)
                                .getChannel().toBuilder()
                                        .setRevision(8)
                                        .setEtag("8")
                                        .build())
                .on("DeleteChannel", _ -> Empty.getDefaultInstance())
                .on(
                        "ListKeys",
                        _ -> ListKeysResponse.newBuilder()
                                .addKeys(OLD)
                                .addKeys(KEY)
                                .build())
                .on(
                        "CreateKey",
                        _ -> CreateKeyResponse.newBuilder()
                                .setKey(KEY)
                                .setSecret("mrk_k1_secret")
                                .build())
                .on(
                        "RotateKey",
                        _ -> RotateKeyResponse.newBuilder()
                                .setKey(KEY)
                                .setSecret("mrk_k1_secret")
                                .setReplaced(OLD)
                                .build())
                .on("RevokeKey", _ -> OLD)
                .on("DeleteKey", _ -> Empty.getDefaultInstance())
                .on(
                        "ListPlaybackKeys",
                        _ -> ListPlaybackKeysResponse.newBuilder()
                                .addPlaybackKeys(CDN)
                                .addPlaybackKeys(SIGNING)
                                .build())
                .on(
                        "CreatePlaybackKey",
                        _ -> CreatePlaybackKeyResponse.newBuilder()
                                .setPlaybackKey(SIGNING)
                                .setSecret("c2VjcmV0")
                                .build())
                .on(
                        "RotatePlaybackKey",
                        _ -> RotatePlaybackKeyResponse.newBuilder()
                                .setPlaybackKey(SIGNING)
                                .setSecret("c2VjcmV0")
                                .setReplaced(CDN)
                                .build())
                .on("RevokePlaybackKey", _ -> CDN)
                .on("DeletePlaybackKey", _ -> Empty.getDefaultInstance())
                .on(
                        "IssueToken",
                        _ -> read(
                                IssueTokenResponse.class,
                                "token: 'mrt1.a.b' expire_time { seconds: 1767229200 } playback_key: 'channels/cam/playbackKeys/p1'"
                                        + " query_uri: '/live/cam/?token=mrt1.a.b' path_uri: '/mrt1.a.b/live/cam/'"
                                        + " cookie: 'millrace_token=mrt1.a.b; Path=/live/cam/'"))
                .on("GetRule", _ -> SLOW)
                .on(
                        "ListRules",
                        _ -> ListRulesResponse.newBuilder().addRules(SLOW).build())
                .on(
                        "CreateRule",
                        request -> ((CreateRuleRequest) request)
                                .getRule().toBuilder()
                                        .setName("rules/slow")
                                        .setRevision(8)
                                        .setEtag("8")
                                        .build())
                .on("DeleteRule", _ -> Empty.getDefaultInstance())
                .on("GetTag", _ -> NIGHTLY)
                .on(
                        "ListTags",
                        _ -> ListTagsResponse.newBuilder().addTags(NIGHTLY).build())
                .on(
                        "CreateTag",
                        request -> ((CreateTagRequest) request)
                                .getTag().toBuilder()
                                        .setName("tags/nightly")
                                        .setRevision(8)
                                        .setEtag("8")
                                        .build())
                .on("DeleteTag", _ -> Empty.getDefaultInstance())
                .on("GetSession", _ -> LAB)
                .on(
                        "ListSessions",
                        _ -> ListSessionsResponse.newBuilder().addSessions(LAB).build())
                .on("CreateSession", request -> made(((CreateSessionRequest) request).getSession()))
                .on("UpdateSession", request -> made(((UpdateSessionRequest) request).getSession()))
                .on(
                        "ListEdges",
                        _ -> ListEdgesResponse.newBuilder().addEdges(EDGE).build())
                .on("DrainEdge", _ -> DRAINED)
                .on("UndrainEdge", _ -> EDGE)
                .on(
                        "ListRoutes",
                        _ -> ListRoutesResponse.newBuilder().addRoutes(ROUTE).build())
                .on("GetRoute", _ -> ROUTE)
                .on(
                        "Resolve",
                        _ -> read(
                                ResolveResponse.class,
                                "channel: 'channels/cam' edges { edge: 'edges/edge-2' uri: 'https://edge-2.example/live/cam/a.ts' }"
                                        + " edges { edge: 'edges/edge-1' uri: 'https://edge-1.example:8443/live/cam/a.ts' }"))
                .on(
                        "ListLive",
                        _ -> ListLiveResponse.newBuilder()
                                .addDirectories(LIVE)
                                .addDirectories(STRAY)
                                .build())
                .streams(
                        "WatchLive",
                        List.of(
                                WatchLiveResponse.newBuilder()
                                        .addDirectories(STRAY)
                                        .build(),
                                WatchLiveResponse.newBuilder()
                                        .addDirectories(LIVE)
                                        .setComplete(true)
                                        .build(),
                                WatchLiveResponse.newBuilder()
                                        .addEnded("/tmp/")
                                        .setComplete(true)
                                        .build()));
    }

    private static Session made(Session session) {
        return session.toBuilder()
                .setName("sessions/lab")
                .setSeed(7)
                .setExpireTime(LAB.getExpireTime())
                .setRevision(8)
                .setEtag("8")
                .build();
    }

    private static Message channels(Message request) {
        boolean first = ((ListChannelsRequest) request).getPageToken().isEmpty();
        return first
                ? ListChannelsResponse.newBuilder()
                        .addChannels(CAM)
                        .setNextPageToken("more")
                        .build()
                : ListChannelsResponse.newBuilder().addChannels(FILES).build();
    }

    static <M extends Message> M read(Class<M> type, String text) {
        try {
            return TextFormat.parse(text, type);
        } catch (TextFormat.ParseException e) {
            throw new AssertionError(e);
        }
    }
}
