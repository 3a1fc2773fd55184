package io.millrace.control.store;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lettuce.core.KeyValue;
import io.lettuce.core.Limit;
import io.lettuce.core.MapScanCursor;
import io.lettuce.core.Range;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.millrace.backends.redis.RedisConfig;
import io.millrace.proto.control.store.v1.StoredResource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * All that the control plane knows, in Redis: resources by name, one revision that each change raises by one, and a log of
 * the last changes. Any number of replicas share it. May be used by any thread; calls block, and end with a
 * {@link StoreUnavailableException} where Redis does not answer in time.
 */
public final class ControlStore implements AutoCloseable {

    private static final String META = "mr:k:{control}:meta";
    private static final String RESOURCES = "mr:k:{control}:resources";
    private static final String NAMES = "mr:k:{control}:names";
    private static final String CLAIMS = "mr:k:{control}:claims";
    private static final String CHANGES = "mr:k:{control}:changes";

    private static final String REVISION = "revision";
    private static final String STORE = "store";
    private static final long SCAN = 500;
    private static final String SCRIPT = script();
    private static final StoreScript RENEW = new StoreScript("renew-store.lua");

    private final ControlRedis redis;
    private final int keptChanges;
    private final String digest;

    private ControlStore(ControlRedis redis, int keptChanges) {
        this.redis = redis;
        this.keptChanges = keptChanges;
        this.digest = redis.commands().digest(SCRIPT);
    }

    /**
     * Connects to Redis, which must be there.
     *
     * @param keptChanges how many changes the log holds
     * @throws StoreUnavailableException if it is not, with a message for the operator
     */
    public static ControlStore connect(RedisConfig config, int keptChanges) {
        ControlStore store = new ControlStore(ControlRedis.connect(config), keptChanges);
        try {
            // Whoever comes first says which store it is.
            store.call(commands ->
                    commands.hsetnx(META, STORE, bytes(UUID.randomUUID().toString())));
            return store;
        } catch (StoreUnavailableException e) {
            store.close();
            throw new StoreUnavailableException(store.redis.explain(e), e);
        }
    }

    /** The edges, in the same Redis; they end with this store. */
    public EdgeStore edges() {
        return new EdgeStore(redis);
    }

    /**
     * What is live, in the same Redis; it ends with this store.
     *
     * @param holds how long a report holds
     */
    public LiveStore live(Duration holds) {
        return new LiveStore(redis, holds);
    }

    /** The resource of a name, if there is one. */
    public Optional<Stored> find(String name) {
        return call(commands -> Optional.ofNullable(commands.hget(RESOURCES, name)))
                .map(value -> parse(name, value));
    }

    /**
     * Resources of a collection in the order of their names.
     *
     * @param collection such as {@code channels} or {@code channels/cam/keys}
     * @param after only those whose id, the last part of the name, comes after this; empty for all
     * @param most how many at the most
     */
    public List<Stored> list(String collection, String after, int most) {
        Range.Boundary<byte[]> from = after.isEmpty()
                ? Range.Boundary.including(bytes(collection + " "))
                : Range.Boundary.excluding(bytes(collection + " " + after));
        Range<byte[]> range = Range.from(from, Range.Boundary.excluding(bytes(collection + "!")));
        return call(commands -> {
                    String[] names = commands.zrangebylex(NAMES, range, Limit.from(most)).stream()
                            .map(member -> new String(member, StandardCharsets.UTF_8).replace(' ', '/'))
                            .toArray(String[]::new);
                    return names.length == 0 ? List.<KeyValue<String, byte[]>>of() : commands.hmget(RESOURCES, names);
                })
                .stream()
                // What was deleted between the two questions.
                .filter(KeyValue::hasValue)
                .map(found -> parse(found.getKey(), found.getValue()))
                .toList();
    }

    /** Makes a change, or none of it. */
    public Outcome commit(Change change) {
        String[] keys = {META, RESOURCES, NAMES, CLAIMS, CHANGES};
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(bytes(Integer.toString(keptChanges)));
        arguments.add(bytes(Long.toString(System.currentTimeMillis())));
        arguments.add(bytes(UUID.randomUUID().toString()));
        arguments.addAll(change.words());
        byte[][] values = arguments.toArray(byte[][]::new);
        byte[] answer = call(commands -> {
            try {
                return commands.<byte[]>evalsha(digest, ScriptOutputType.VALUE, keys, values);
            } catch (RedisNoScriptException e) {
                return commands.<byte[]>eval(SCRIPT, ScriptOutputType.VALUE, keys, values);
            }
        });
        return Outcome.parse(text(answer));
    }

    /** How far the store is. */
    public StoreMark mark() {
        List<KeyValue<String, byte[]>> meta = call(commands -> commands.hmget(META, STORE, REVISION));
        return new StoreMark(
                text(meta.getFirst().getValueOrElse(bytes(""))),
                Long.parseLong(text(meta.getLast().getValueOrElse(bytes("0")))));
    }

    /**
     * Makes it another store, whose revisions are others: changes that somebody has heard of are lost, as a Redis that fails
     * over or comes back without its last data loses them. Nobody goes on from them then.
     *
     * @param storeId the one that it has; if it has another one already nothing happens
     */
    public void renew(String storeId) {
        byte[] another = bytes(UUID.randomUUID().toString());
        call(commands -> RENEW.run(commands, new String[] {META}, bytes(storeId), another));
    }

    /**
     * All resources. While changes are made, each is as it was at some time between the call and the answer; who wants
     * them as of one revision replays the {@link #changes} since the call.
     */
    public List<Stored> all() {
        List<Stored> all = new ArrayList<>();
        ScanCursor cursor = ScanCursor.INITIAL;
        do {
            ScanCursor from = cursor;
            MapScanCursor<String, byte[]> page =
                    call(commands -> commands.hscan(RESOURCES, from, ScanArgs.Builder.limit(SCAN)));
            page.getMap().forEach((name, value) -> all.add(parse(name, value)));
            cursor = page;
        } while (!cursor.isFinished());
        return all;
    }

    /**
     * Changes in their order, as far as the log still has them.
     *
     * @param from the revision of the first
     * @param most how many at the most
     */
    public List<StoredChange> changes(long from, int most) {
        Range<String> range = Range.from(Range.Boundary.including(from + "-0"), Range.Boundary.unbounded());
        return call(commands -> commands.xrange(CHANGES, range, Limit.from(most))).stream()
                .map(ControlStore::change)
                .toList();
    }

    private static StoredChange change(StreamMessage<String, byte[]> entry) {
        long revision = Long.parseLong(entry.getId().substring(0, entry.getId().indexOf('-')));
        List<Stored> upserts = new ArrayList<>();
        List<String> deletes = new ArrayList<>();
        Instant time = Instant.EPOCH;
        for (Map.Entry<String, byte[]> field : entry.getBody().entrySet()) {
            String name = field.getKey().substring(1);
            switch (field.getKey().charAt(0)) {
                case '+' -> upserts.add(new Stored(name, revision, resource(name, field.getValue(), 0)));
                case '-' -> deletes.add(name);
                default -> time = Instant.ofEpochMilli(Long.parseLong(text(field.getValue())));
            }
        }
        return new StoredChange(revision, time, List.copyOf(upserts), List.copyOf(deletes));
    }

    /** A value is the revision, a line feed and the resource. */
    private static Stored parse(String name, byte[] value) {
        int end = 0;
        while (value[end] != '\n') {
            end++;
        }
        long revision = Long.parseLong(new String(value, 0, end, StandardCharsets.US_ASCII));
        return new Stored(name, revision, resource(name, value, end + 1));
    }

    private static StoredResource resource(String name, byte[] value, int from) {
        try {
            return StoredResource.parser().parseFrom(value, from, value.length - from);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("what Redis has of " + name + " is no resource", e);
        }
    }

    private <T> T call(Function<RedisClusterCommands<String, byte[]>, T> command) {
        return redis.call(command);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String script() {
        try (InputStream in = ControlStore.class.getResourceAsStream("change.lua")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        redis.close();
    }
}
