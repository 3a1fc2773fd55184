package io.millrace.control.caller;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which role a method of the API needs, as its comment says. */
public final class MethodRoles {

    private static final String API = "millrace.control.v1.";

    /** Of gRPC itself: health and the API's description are nobody's secret. */
    private static final Set<String> OF_ANYBODY = Set.of(
            "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection");

    private static final Map<String, Role> ROLES = roles(Map.of(
            Role.VIEWER,
            Set.of(
                    "ChannelService/GetChannel",
                    "ChannelService/ListChannels",
                    "KeyService/GetKey",
                    "KeyService/ListKeys",
                    "PlaybackService/GetPlaybackKey",
                    "PlaybackService/ListPlaybackKeys",
                    "RuleService/GetRule",
                    "RuleService/ListRules",
                    "TagService/GetTag",
                    "TagService/ListTags",
                    "SessionService/GetSession",
                    "SessionService/ListSessions",
                    "RouteService/GetEdge",
                    "RouteService/ListEdges",
                    "RouteService/GetRoute",
                    "RouteService/ListRoutes",
                    "RouteService/Resolve",
                    "LiveService/ListLive",
                    "LiveService/WatchLive"),
            Role.OPERATOR,
            Set.of(
                    "ChannelService/CreateChannel",
                    "ChannelService/UpdateChannel",
                    "KeyService/CreateKey",
                    "KeyService/RotateKey",
                    "KeyService/RevokeKey",
                    "KeyService/DeleteKey",
                    "PlaybackService/CreatePlaybackKey",
                    "PlaybackService/RotatePlaybackKey",
                    "PlaybackService/RevokePlaybackKey",
                    "PlaybackService/DeletePlaybackKey",
                    "PlaybackService/IssueToken",
                    "RuleService/CreateRule",
                    "RuleService/UpdateRule",
                    "RuleService/DeleteRule",
                    "TagService/CreateTag",
                    "TagService/UpdateTag",
                    "TagService/DeleteTag",
                    "SessionService/CreateSession",
                    "SessionService/UpdateSession",
                    "SessionService/DeleteSession",
                    "RouteService/DrainEdge",
                    "RouteService/UndrainEdge"),
            Role.ADMIN,
            Set.of("ChannelService/DeleteChannel"),
            Role.SERVICE,
            Set.of(
                    "ConfigService/Watch",
                    "RouteService/RegisterEdge",
                    "RouteService/Heartbeat",
                    "LiveService/ReportLive",
                    "SessionService/ReportSessions")));

    /** Methods that a service may call beside those of its role. */
    private static final Set<String> ALSO_OF_SERVICES = Set.of(
            API + "RouteService/Resolve",
            API + "SessionService/CreateSession",
            API + "SessionService/UpdateSession",
            API + "SessionService/DeleteSession");

    private MethodRoles() {}

    /** Whether anybody may call the methods of a service. */
    static boolean ofAnybody(String service) {
        return OF_ANYBODY.contains(service);
    }

    /**
     * The role that a method needs; empty for one that nobody may call.
     *
     * @param method with its service: {@code millrace.control.v1.ChannelService/GetChannel}
     */
    public static Optional<Role> of(String method) {
        return Optional.ofNullable(ROLES.get(method));
    }

    static boolean may(Caller caller, String method) {
        return of(method).filter(caller::may).isPresent()
                || (ALSO_OF_SERVICES.contains(method) && caller.may(Role.SERVICE));
    }

    private static Map<String, Role> roles(Map<Role, Set<String>> methods) {
        return methods.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(method -> Map.entry(API + method, entry.getKey())))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
