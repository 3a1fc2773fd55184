package io.millrace.control.store;

import static io.lettuce.core.Range.Boundary.including;
import static io.lettuce.core.Range.Boundary.unbounded;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lettuce.core.KeyValue;
import io.lettuce.core.Range;
import io.lettuce.core.ScoredValue;
import io.millrace.proto.control.v1.ReportLiveRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The reports of what is live, in Redis, each until it is too old. May be used by any thread; calls block, and end with a
 * {@link StoreUnavailableException} where Redis does not answer in time.
 */
public final class LiveStore {

    /** Services that report at the same time. */
    public static final int MOST_REPORTS = 1_000;

    private static final String INDEX = "mr:k:{control}:live";
    private static final String REPORT = "mr:k:{control}:live:";
    private static final StoreScript PUT = new StoreScript("report-live.lua");
    /** So that one answer of Redis stays small. */
    private static final int REPORTS_AT_ONCE = 16;

    private final ControlRedis redis;
    private final Duration holds;

    LiveStore(ControlRedis redis, Duration holds) {
        this.redis = redis;
        this.holds = holds;
    }

    /**
     * Stores a report in place of the last one of the same service.
     *
     * @return whether there was room for it
     */
    public boolean put(ReportLiveRequest report) {
        String who = report.getService().getNumber() + ":" + report.getInstance();
        return redis.call(commands -> PUT.run(
                        commands,
                        new String[] {INDEX, REPORT + who},
                        bytes(who),
                        report.toByteArray(),
                        bytes(Long.toString(holds.toMillis())),
                        bytes(Integer.toString(MOST_REPORTS)))
                == 1);
    }

    /**
     * All reports that hold.
     *
     * @param before as they were read last: only what is new since is fetched
     */
    public Map<String, LiveReport> read(Map<String, LiveReport> before) {
        List<ScoredValue<byte[]>> index = redis.call(commands -> {
            long oldest = RedisTime.millis(commands, INDEX) - holds.toMillis();
            return commands.zrangebyscoreWithScores(INDEX, Range.from(including(oldest), unbounded()));
        });
        Map<String, LiveReport> now = new HashMap<>();
        Map<String, Long> missing = new HashMap<>();
        for (ScoredValue<byte[]> entry : index) {
            String who = new String(entry.getValue(), StandardCharsets.UTF_8);
            long timeMillis = (long) entry.getScore();
            LiveReport known = before.get(who);
            if (known != null && known.timeMillis() == timeMillis) {
                now.put(who, known);
            } else {
                missing.put(who, timeMillis);
            }
        }
        fetch(missing, now);
        return Map.copyOf(now);
    }

    private void fetch(Map<String, Long> missing, Map<String, LiveReport> into) {
        List<String> all = new ArrayList<>(missing.keySet());
        for (int from = 0; from < all.size(); from += REPORTS_AT_ONCE) {
            String[] keys = all.subList(from, Math.min(all.size(), from + REPORTS_AT_ONCE)).stream()
                    .map(who -> REPORT + who)
                    .toArray(String[]::new);
            for (KeyValue<String, byte[]> value : redis.call(commands -> commands.mget(keys))) {
                // What is too old meanwhile is not there any more.
                if (value.hasValue()) {
                    String who = value.getKey().substring(REPORT.length());
                    into.put(who, new LiveReport(missing.get(who), parse(who, value.getValue())));
                }
            }
        }
    }

    private static ReportLiveRequest parse(String who, byte[] value) {
        try {
            return ReportLiveRequest.parseFrom(value);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("what Redis has as the report of " + who + " is none", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
