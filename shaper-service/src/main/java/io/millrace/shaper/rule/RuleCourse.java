package io.millrace.shaper.rule;

import com.google.protobuf.util.Timestamps;
import io.millrace.proto.control.v1.Action;
import io.millrace.proto.control.v1.Action.ActionCase;
import io.millrace.proto.control.v1.RuleCount;
import io.millrace.proto.control.v1.SessionState;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one session has gone through, as far as its rules need to know: when it began, and what was counted for those that
 * are not for every request. What is by chance is drawn from the session's seed, so that the same requests in the same order
 * meet the same. Used by any thread.
 */
public final class RuleCourse {

    /**
     * Counters of rules that are gone are kept up to here: a rule may be away for a moment only. The control plane takes no
     * more.
     */
    private static final int MOST_COUNTERS = 1_000;

    /** As many counts as the control plane keeps. */
    private static final int MOST_TOLD = 1_000;

    private static final long RULE_FACTOR = 0xbf58476d1ce4e5b9L;
    private static final long ORDINAL_FACTOR = 0x94d049bb133111ebL;

    private final long seed;
    private final Map<String, RuleCounter> counters = new ConcurrentHashMap<>();
    private final AtomicLong requests = new AtomicLong();

    /** Guarded by this, as what follows. */
    private boolean begun;

    private long startNanos;
    /** As it was told first, so that two clocks that drift make no difference later; null before. */
    private Instant startTime;

    private RuleCourse(long seed) {
        this.seed = seed;
    }

    /** Of a session that has not been played yet. */
    public static RuleCourse of(long seed) {
        return new RuleCourse(seed);
    }

    /**
     * Of a session that may have been played already.
     *
     * @param state how far it was
     * @param now the time of day at {@code nowNanos}
     * @param nowNanos as all such, by the clock of {@link System#nanoTime}
     */
    public static RuleCourse resumed(long seed, SessionState state, Instant now, long nowNanos) {
        RuleCourse course = new RuleCourse(seed);
        state.getCountsMap().forEach((rule, count) -> course.counters.put(rule, new RuleCounter(count)));
        if (state.hasFirstRequestTime()) {
            course.startTime = Instant.ofEpochMilli(Timestamps.toMillis(state.getFirstRequestTime()));
            course.startNanos =
                    nowNanos - Duration.between(course.startTime, now).toNanos();
            course.begun = true;
        }
        return course;
    }

    /** Counts a request; with the first one the session begins. */
    public Admitted admit(ShapedRequest request, long nowNanos) {
        synchronized (this) {
            if (!begun) {
                begun = true;
                startNanos = nowNanos;
            }
        }
        return new Admitted(request, seed + ORDINAL_FACTOR * requests.incrementAndGet());
    }

    /**
     * What is to be done to a response. To be asked when it begins, and again whenever the rules change or the time has come
     * that the plan told; on the response's event loop.
     */
    public Plan plan(Admitted admitted, RuleSet rules, long nowNanos) {
        long elapsed = Math.max(0, nowNanos - startNanos());
        Map<ActionCase, Plan.Planned> planned = new EnumMap<>(ActionCase.class);
        long until = Long.MAX_VALUE;
        Set<String> decided = new HashSet<>();
        for (CompiledRule rule : rules.rules()) {
            if (!rule.match().matches(admitted.request())) {
                continue;
            }
            // Also while it is not in force: it is the requests that match it that are counted.
            Optional<Chance> chance = rule.counts() ? Optional.of(chance(rule, admitted)) : Optional.empty();
            until = Math.min(until, rule.window().untilChange(elapsed).orElse(Long.MAX_VALUE));
            boolean decides = rule.window().isOpen(elapsed)
                    && !decided.contains(rule.alternatives())
                    && chance.map(drawn -> drawn.meets(rule)).orElse(true);
            if (decides) {
                if (rule.hasAlternatives()) {
                    decided.add(rule.alternatives());
                }
                for (Action action : rule.actions()) {
                    planned.putIfAbsent(action.getActionCase(), new Plan.Planned(rule.name(), action));
                }
            }
        }
        forgetOthersThan(rules);
        return new Plan(planned, until == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(until));
    }

    /** How far it is, but for marks. The same, as long as nothing was counted. */
    public SessionState state(Instant now, long nowNanos) {
        SessionState.Builder state = SessionState.newBuilder();
        synchronized (this) {
            if (begun) {
                if (startTime == null) {
                    startTime = now.minusNanos(nowNanos - startNanos);
                }
                state.setFirstRequestTime(Timestamps.fromMillis(startTime.toEpochMilli()));
            }
        }
        counters.entrySet().stream()
                .limit(MOST_TOLD)
                .forEach(entry ->
                        state.putCounts(entry.getKey(), entry.getValue().told()));
        return state.build();
    }

    private Chance chance(CompiledRule rule, Admitted admitted) {
        RuleCounter counter =
                counters.computeIfAbsent(rule.identity(), name -> new RuleCounter(RuleCount.getDefaultInstance()));
        return admitted.chance(rule.identity(), () -> {
            long ordinal = counter.match();
            return new Chance(counter, ordinal, drawn(rule.identity(), ordinal));
        });
    }

    /** Depends on nothing but the seed, the rule and how many requests it matched before: not on other rules. */
    private double drawn(String rule, long ordinal) {
        long mixed = seed ^ (rule.hashCode() * RULE_FACTOR) ^ (ordinal * ORDINAL_FACTOR);
        return new SplittableRandom(mixed).nextDouble();
    }

    private void forgetOthersThan(RuleSet rules) {
        if (counters.size() > MOST_COUNTERS) {
            counters.keySet().retainAll(rules.identities());
        }
    }

    private synchronized long startNanos() {
        return startNanos;
    }
}
