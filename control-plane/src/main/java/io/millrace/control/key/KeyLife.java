package io.millrace.control.key;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.millrace.checks.Fields;
import io.millrace.checks.Names;
import io.millrace.checks.Violations;
import io.millrace.control.api.ApiErrors;
import io.millrace.proto.control.v1.KeyState;

/** What all keys have in common: ids, and when they are valid. */
public final class KeyLife {

    /** Keys of one kind that a channel has at the most. */
    public static final int MOST_KEYS = 100;

    private static final java.time.Duration MOST_OVERLAP = java.time.Duration.ofDays(90);

    private KeyLife() {}

    /**
     * Whether a key is valid.
     *
     * @param revoked whether it was revoked
     * @param expires whether it has a time to end at
     */
    public static KeyState state(boolean revoked, boolean expires, Timestamp expireTime, long nowMillis) {
        if (revoked) {
            return KeyState.KEY_STATE_REVOKED;
        }
        return expires && Timestamps.toMillis(expireTime) <= nowMillis
                ? KeyState.KEY_STATE_EXPIRED
                : KeyState.KEY_STATE_ACTIVE;
    }

    /**
     * Ends the call unless a key is valid.
     *
     * @throws io.grpc.StatusRuntimeException FAILED_PRECONDITION then
     */
    public static void checkActive(String name, KeyState state) {
        if (state != KeyState.KEY_STATE_ACTIVE) {
            throw ApiErrors.precondition("NOT_ACTIVE", name, "it is expired or revoked");
        }
    }

    /** Notes an id that is none; empty is one that is to be made. */
    public static void checkId(Violations violations, String field, String id) {
        if (!id.isEmpty()) {
            Names.checkId(violations, field, id);
        }
    }

    /** The id, or one that is made. */
    public static String idOf(String id) {
        return id.isEmpty() ? Names.randomId() : id;
    }

    /** Notes an overlap that is none. */
    public static void checkOverlap(Violations violations, Duration overlap) {
        Fields.checkDuration(violations, "overlap", overlap, java.time.Duration.ZERO, MOST_OVERLAP);
    }

    /** When a key ends that another one takes the place of. */
    public static Timestamp endAfter(Duration overlap, boolean expires, Timestamp expireTime, long nowMillis) {
        Timestamp end =
                Timestamps.add(Timestamps.fromMillis(nowMillis), Durations.fromMillis(Durations.toMillis(overlap)));
        return expires && Timestamps.compare(expireTime, end) < 0 ? expireTime : end;
    }
}
