package io.millrace.control.store;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import io.lettuce.core.KeyValue;
import io.millrace.proto.control.store.v1.EdgeReport;
import io.millrace.proto.control.store.v1.StoredEdge;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The edges, in Redis. They are no resources of the {@link ControlStore}: what they report changes all the time, and nobody
 * but the control plane needs to be told. May be used by any thread; calls block, and end with a
 * {@link StoreUnavailableException} where Redis does not answer in time.
 */
public final class EdgeStore {

    private static final String EDGES = "mr:k:{control}:edges";
    private static final String REPORTS = "mr:k:{control}:edge-reports";
    private static final String WATCH = "mr:k:{control}:edge-watch";
    private static final StoreScript PUT = new StoreScript("put-edge.lua");
    private static final StoreScript REPORT = new StoreScript("report-edge.lua");
    private static final StoreScript NOTE_WATCH = new StoreScript("watch-edges.lua");

    private final ControlRedis redis;

    EdgeStore(ControlRedis redis) {
        this.redis = redis;
    }

    /** All edges. */
    public EdgesRead read() {
        return redis.call(commands -> {
            long nowMillis = RedisTime.millis(commands, WATCH);
            // The edges first: one that is stored meanwhile is not taken for one that never reported.
            Map<String, byte[]> values = commands.hgetall(EDGES);
            Map<String, byte[]> reports = commands.hgetall(REPORTS);
            TreeMap<String, VersionedEdge> edges = new TreeMap<>();
            values.forEach((id, value) -> edges.put(id, edge(id, value, reports.get(id))));
            List<KeyValue<String, byte[]>> gap = commands.hmget(WATCH, "gap-start", "gap-end");
            return new EdgesRead(nowMillis, number(gap.getFirst()), number(gap.getLast()), edges);
        });
    }

    /**
     * Notes that edges can report now. To be called again and again while they can.
     *
     * @param gap after so long without a call it is noted that they could not
     */
    public void watched(Duration gap) {
        byte[] millis = bytes(Long.toString(gap.toMillis()));
        redis.call(commands -> NOTE_WATCH.run(commands, new String[] {WATCH}, millis));
    }

    /** One edge, if it is known. */
    public Optional<VersionedEdge> find(String id) {
        return redis.call(commands -> {
            byte[] value = commands.hget(EDGES, id);
            byte[] report = commands.hget(REPORTS, id);
            return Optional.ofNullable(value).map(found -> edge(id, found, report));
        });
    }

    /**
     * Stores an edge if nobody has changed it since.
     *
     * @param version that it had when it was read; 0 where it was not there
     * @param report what it reports with that, if it does
     * @return its new version; empty if somebody was faster, and nothing was changed
     */
    public OptionalLong put(String id, long version, StoredEdge edge, Optional<EdgeReport> report) {
        byte[] before = bytes(Long.toString(version));
        long stored = report.isPresent()
                ? run(PUT, bytes(id), before, edge.toByteArray(), report.get().toByteArray())
                : run(PUT, bytes(id), before, edge.toByteArray());
        return stored == 0 ? OptionalLong.empty() : OptionalLong.of(stored);
    }

    /** Forgets an edge if nobody has changed it since. */
    public void forget(String id, long version) {
        run(PUT, bytes(id), bytes(Long.toString(version)), new byte[0]);
    }

    /**
     * Stores what an edge reports.
     *
     * @return whether it is known
     */
    public boolean report(String id, EdgeReport report) {
        return run(REPORT, bytes(id), report.toByteArray()) == 1;
    }

    private long run(StoreScript script, byte[]... arguments) {
        return redis.call(commands -> script.run(commands, new String[] {EDGES, REPORTS}, arguments));
    }

    private static VersionedEdge edge(String id, byte[] value, byte[] report) {
        int end = lineEnd(value);
        StoredEdge stored = parse(id, StoredEdge.parser(), value, end + 1);
        long version = Long.parseLong(new String(value, 0, end, StandardCharsets.US_ASCII));
        if (report == null) {
            return new VersionedEdge(id, version, stored, EdgeReport.getDefaultInstance(), 0);
        }
        int reportEnd = lineEnd(report);
        return new VersionedEdge(
                id,
                version,
                stored,
                parse(id, EdgeReport.parser(), report, reportEnd + 1),
                Long.parseLong(new String(report, 0, reportEnd, StandardCharsets.US_ASCII)));
    }

    private static <M> M parse(String id, Parser<M> parser, byte[] value, int from) {
        try {
            return parser.parseFrom(value, from, value.length - from);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("what Redis has of the edge " + id + " is none", e);
        }
    }

    private static int lineEnd(byte[] value) {
        int end = 0;
        while (value[end] != '\n') {
            end++;
        }
        return end;
    }

    private static long number(KeyValue<String, byte[]> field) {
        return field.hasValue() ? Long.parseLong(new String(field.getValue(), StandardCharsets.US_ASCII)) : 0;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
