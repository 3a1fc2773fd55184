package io.millrace.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/** What a control plane is asked for in its life, most of it over again: channels, keys, rules, tags, sessions and routes. */
final class ControlLesson {

    private record Call(String method, String target, String body) {}

    /** In this order; nothing of it is left in the end. */
    private static final List<Call> CALLS = List.of(
            new Call("POST", "/v1/channels?channelId=lesson", "{\"pathPrefix\": \"/lesson/\", \"retention\": \"60s\"}"),
            new Call("GET", "/v1/channels/lesson", ""),
            new Call("PATCH", "/v1/channels/lesson?updateMask=displayName", "{\"displayName\": \"A lesson\"}"),
            new Call("GET", "/v1/channels?pageSize=5", ""),
            new Call("POST", "/v1/channels/lesson/keys", "{\"keyId\": \"k1\"}"),
            new Call("GET", "/v1/channels/lesson/keys", ""),
            new Call("POST", "/v1/channels/lesson/keys/k1:rotate", "{\"overlap\": \"60s\", \"keyId\": \"k2\"}"),
            new Call("POST", "/v1/channels/lesson/playbackKeys", "{\"playbackKeyId\": \"p1\"}"),
            new Call("POST", "/v1/channels/lesson:issueToken", "{\"ttl\": \"60s\"}"),
            new Call("POST", "/v1/rules?ruleId=lesson", "{\"actions\": [{\"bandwidth\": {\"bitRate\": \"1000000\"}}]}"),
            new Call("PATCH", "/v1/rules/lesson", "{\"priority\": 5}"),
            new Call("GET", "/v1/rules", ""),
            new Call("POST", "/v1/tags?tagId=lesson", "{\"rules\": [\"rules/lesson\"]}"),
            new Call("POST", "/v1/sessions?sessionId=lesson", "{\"tag\": \"tags/lesson\", \"ttl\": \"60s\"}"),
            new Call("GET", "/v1/sessions/lesson", ""),
            new Call("GET", "/v1/edges", ""),
            new Call("GET", "/v1/routes", ""),
            new Call("GET", "/v1/routes:resolve?path=%2Flesson%2Fa.mpd", ""),
            new Call("GET", "/v1/live", ""),
            new Call("DELETE", "/v1/sessions/lesson", ""),
            new Call("DELETE", "/v1/tags/lesson", ""),
            new Call("DELETE", "/v1/rules/lesson", ""),
            new Call("DELETE", "/v1/channels/lesson", ""));

    private final InetSocketAddress control;

    ControlLesson(InetSocketAddress control) {
        this.control = control;
    }

    void teach(int times) throws IOException, InterruptedException {
        try (Lesson lesson = new Lesson()) {
            for (int i = 0; i < times; i++) {
                for (Call call : CALLS) {
                    String _ = call.body().isEmpty()
                            ? lesson.ask(call.method(), control, call.target())
                            : lesson.tell(call.method(), control, call.target(), call.body());
                }
            }
        }
    }
}
