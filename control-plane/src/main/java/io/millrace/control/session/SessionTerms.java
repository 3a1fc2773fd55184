package io.millrace.control.session;

import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.millrace.checks.Fields;
import io.millrace.checks.SessionCheck;
import io.millrace.checks.Violations;
import io.millrace.control.api.ApiErrors;
import io.millrace.proto.control.v1.Session;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** What a request leaves to the control plane: when a session ends, and what its chances are drawn from. */
final class SessionTerms {

    private static final Duration USUAL = Duration.ofDays(1);
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Clock clock;

    SessionTerms(Clock clock) {
        this.clock = clock;
    }

    /**
     * A session that is to be created.
     *
     * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT where its time to live is none
     */
    Session ofNew(Session session) {
        Session.Builder result = ending(session);
        if (!result.hasExpireTime()) {
            result.setExpireTime(after(USUAL));
        }
        return result.getSeed() == 0 ? result.setSeed(seed()).build() : result.build();
    }

    /**
     * A session that is to be changed.
     *
     * @param mask as in the request
     * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT where its time to live is none
     */
    Session ofChanged(Session session, FieldMask mask) {
        Session.Builder result = ending(session);
        boolean all = mask.getPathsList().contains("*");
        if (!result.hasExpireTime() && (all || mask(mask).getPathsList().contains("expire_time"))) {
            result.setExpireTime(after(USUAL));
        }
        if (result.getSeed() == 0 && (all || mask.getPathsList().contains("seed"))) {
            result.setSeed(seed());
        }
        return result.build();
    }

    /** As a request's mask is meant: a time to live is stored as an end. */
    static FieldMask mask(FieldMask mask) {
        List<String> paths = mask.getPathsList().stream()
                .map(path -> path.equals("ttl") ? "expire_time" : path)
                .toList();
        return FieldMask.newBuilder().addAllPaths(paths).build();
    }

    private Session.Builder ending(Session session) {
        Session.Builder result = session.toBuilder();
        if (session.hasTtl()) {
            Violations violations = new Violations();
            Fields.checkDuration(violations, "ttl", session.getTtl(), LEAST, SessionCheck.LONGEST);
            ApiErrors.check(violations);
            result.setExpireTime(after(Fields.duration(session.getTtl())));
        }
        return result;
    }

    private Timestamp after(Duration time) {
        return Timestamps.fromMillis(clock.millis() + time.toMillis());
    }

    private static long seed() {
        long seed;
        do {
            seed = RANDOM.nextLong();
        } while (seed == 0);
        return seed;
    }
}
