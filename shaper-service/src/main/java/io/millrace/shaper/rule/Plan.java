package io.millrace.shaper.rule;

import io.millrace.proto.control.v1.Action;
import io.millrace.proto.control.v1.Action.ActionCase;
import io.millrace.proto.control.v1.Bandwidth;
import io.millrace.proto.control.v1.Corrupt;
import io.millrace.proto.control.v1.ErrorStatus;
import io.millrace.proto.control.v1.Hang;
import io.millrace.proto.control.v1.HeaderChange;
import io.millrace.proto.control.v1.Latency;
import io.millrace.proto.control.v1.Loss;
import io.millrace.proto.control.v1.Redirect;
import io.millrace.proto.control.v1.Reset;
import io.millrace.proto.control.v1.Slice;
import io.millrace.proto.control.v1.SlowClose;
import io.millrace.proto.control.v1.StalePlaylist;
import io.millrace.proto.control.v1.Stall;
import io.millrace.proto.control.v1.TraceReplay;
import io.millrace.proto.control.v1.Truncate;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * What is done to one response, as of one moment.
 *
 * @param actions of each kind the one that counts
 * @param changesAfterNanos how long until a schedule may make it another one; empty if none will
 */
public record Plan(Map<ActionCase, Planned> actions, OptionalLong changesAfterNanos) {

    /** Nothing is done, ever. */
    public static final Plan NONE = new Plan(Map.of(), OptionalLong.empty());

    /**
     * An action.
     *
     * @param rule whose action it is: its name, or its place among its session's own
     */
    public record Planned(String rule, Action action) {}

    public Plan {
        actions = Map.copyOf(actions);
    }

    /** Whether nothing is done now. */
    public boolean isEmpty() {
        return actions.isEmpty();
    }

    /** The rule whose action of a kind counts, if there is one. */
    public Optional<String> rule(ActionCase kind) {
        return Optional.ofNullable(actions.get(kind)).map(Planned::rule);
    }

    public Optional<Bandwidth> bandwidth() {
        return action(ActionCase.BANDWIDTH, Action::getBandwidth);
    }

    public Optional<Latency> latency() {
        return action(ActionCase.LATENCY, Action::getLatency);
    }

    public Optional<Loss> loss() {
        return action(ActionCase.LOSS, Action::getLoss);
    }

    public Optional<Stall> stall() {
        return action(ActionCase.STALL, Action::getStall);
    }

    public Optional<ErrorStatus> status() {
        return action(ActionCase.STATUS, Action::getStatus);
    }

    public Optional<Reset> reset() {
        return action(ActionCase.RESET, Action::getReset);
    }

    public Optional<Truncate> truncate() {
        return action(ActionCase.TRUNCATE, Action::getTruncate);
    }

    public Optional<Hang> hang() {
        return action(ActionCase.HANG, Action::getHang);
    }

    public Optional<SlowClose> slowClose() {
        return action(ActionCase.SLOW_CLOSE, Action::getSlowClose);
    }

    public Optional<Slice> slice() {
        return action(ActionCase.SLICE, Action::getSlice);
    }

    public Optional<Corrupt> corrupt() {
        return action(ActionCase.CORRUPT, Action::getCorrupt);
    }

    public Optional<StalePlaylist> stalePlaylist() {
        return action(ActionCase.STALE_PLAYLIST, Action::getStalePlaylist);
    }

    public Optional<Redirect> redirect() {
        return action(ActionCase.REDIRECT, Action::getRedirect);
    }

    public Optional<HeaderChange> headers() {
        return action(ActionCase.HEADERS, Action::getHeaders);
    }

    public Optional<TraceReplay> trace() {
        return action(ActionCase.TRACE, Action::getTrace);
    }

    private <A> Optional<A> action(ActionCase kind, Function<Action, A> of) {
        return Optional.ofNullable(actions.get(kind)).map(Planned::action).map(of);
    }
}
