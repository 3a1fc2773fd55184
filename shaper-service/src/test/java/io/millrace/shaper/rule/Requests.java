package io.millrace.shaper.rule;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.millrace.proto.control.v1.ObjectKind;
import io.millrace.proto.control.v1.Rule;
import io.millrace.proto.control.v1.SegmentClass;
import io.millrace.shaper.media.ObjectFacts;
import io.millrace.shaper.media.Rendition;
import io.millrace.shaper.media.SegmentNumbers;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Requests and rules, in few words. */
final class Requests {

    static final Rendition HD = new Rendition(
            OptionalLong.of(3_000_000),
            OptionalInt.of(2),
            OptionalInt.of(1_280),
            OptionalInt.of(720),
            List.of("avc1.64001f", "mp4a.40.2"),
            Optional.of("en-GB"));

    static final SegmentNumbers NUMBERS =
            new SegmentNumbers(OptionalLong.of(7), OptionalLong.of(5), OptionalLong.of(107), OptionalLong.of(1));

    private Requests() {}

    /** A segment of a high rendition that a player of version 1 of CMCD asks a CDN for. */
    static ShapedRequest segment() {
        return segment("/live/cam/v3/seg107.m4s");
    }

    static ShapedRequest segment(String path) {
        ObjectFacts facts =
                new ObjectFacts(ObjectKind.OBJECT_KIND_SEGMENT, SegmentClass.SEGMENT_CLASS_CONTENT, HD, NUMBERS);
        HttpHeaders headers = new DefaultHttpHeaders()
                .add("User-Agent", "Player/1.0 (a b)")
                .add("X-Test", "one")
                .add("X-Test", "two")
                .add("Range", "bytes=1000-1999");
        return request("GET", path, facts, headers);
    }

    /** Of which nothing is known but its path. */
    static ShapedRequest unknown(String method) {
        ObjectFacts facts = new ObjectFacts(
                ObjectKind.OBJECT_KIND_OTHER,
                SegmentClass.SEGMENT_CLASS_UNSPECIFIED,
                Rendition.UNKNOWN,
                SegmentNumbers.NONE);
        return new ShapedRequest(
                method,
                "/x",
                Optional.empty(),
                facts,
                Optional.empty(),
                RequestedBytes.WHOLE,
                Map.of(),
                new DefaultHttpHeaders(),
                InetAddress.ofLiteral("2001:db8::1"),
                "other",
                Set.of());
    }

    private static ShapedRequest request(String method, String path, ObjectFacts facts, HttpHeaders headers) {
        return new ShapedRequest(
                method,
                path,
                Optional.of("channels/cam"),
                facts,
                Optional.of("akamai"),
                RequestedBytes.of(headers),
                CmcdValues.of("CMCD=bl%3D1500%2Cbs%2Cot%3Dv%2Csid%3D%22a%2Fb%22", headers),
                headers,
                InetAddress.ofLiteral("192.0.2.77"),
                "test-1",
                Set.of("tags/slow", "tags/evening"));
    }

    /** As the API's JSON has it. */
    static Rule rule(String json) {
        Rule.Builder rule = Rule.newBuilder();
        try {
            JsonFormat.parser().merge(json.replace('\'', '"'), rule);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(json, e);
        }
        return rule.build();
    }
}
