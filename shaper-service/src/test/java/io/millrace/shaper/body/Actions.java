package io.millrace.shaper.body;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import io.millrace.proto.control.v1.Action;
import io.millrace.proto.control.v1.Bandwidth;
import io.millrace.proto.control.v1.BodyPoint;
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
import io.millrace.proto.control.v1.Stall;
import io.millrace.proto.control.v1.TraceReplay;
import io.millrace.proto.control.v1.Truncate;
import io.millrace.shaper.rule.Plan;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/** Plans of actions, as rules would come to. */
final class Actions {

    static final Duration HOUR = Durations.fromHours(1);

    private Actions() {}

    static Plan plan(Action... actions) {
        Map<Action.ActionCase, Plan.Planned> planned = new EnumMap<>(Action.ActionCase.class);
        for (Action action : actions) {
            planned.put(action.getActionCase(), new Plan.Planned("rules/test", action));
        }
        return new Plan(planned, OptionalLong.empty());
    }

    static BodyPoint at(long bytes) {
        return BodyPoint.newBuilder().setBytes(bytes).build();
    }

    static BodyPoint part(double fraction) {
        return BodyPoint.newBuilder().setFraction(fraction).build();
    }

    static Action bandwidth(long bitRate) {
        return Action.newBuilder()
                .setBandwidth(Bandwidth.newBuilder().setBitRate(bitRate))
                .build();
    }

    static Action fetchFirst(long bitRate) {
        return Action.newBuilder()
                .setBandwidth(Bandwidth.newBuilder().setBitRate(bitRate).setFetchFirst(true))
                .build();
    }

    static Action latency(Duration delay) {
        return Action.newBuilder()
                .setLatency(Latency.newBuilder().setDelay(delay))
                .build();
    }

    static Action loss(double percent) {
        return Action.newBuilder()
                .setLoss(Loss.newBuilder().setPercent(percent).setRoundTripTime(Durations.fromMillis(2)))
                .build();
    }

    static Action stall(BodyPoint at, Duration duration) {
        return Action.newBuilder()
                .setStall(Stall.newBuilder().setAt(at).setDuration(duration))
                .build();
    }

    static Action status(ErrorStatus.Builder status) {
        return Action.newBuilder().setStatus(status).build();
    }

    static Action status(int code) {
        return status(ErrorStatus.newBuilder().setCode(code));
    }

    static Action redirect(String location) {
        return Action.newBuilder()
                .setRedirect(Redirect.newBuilder().setLocation(location))
                .build();
    }

    static Action resetAtOnce() {
        return Action.newBuilder().setReset(Reset.getDefaultInstance()).build();
    }

    static Action reset(BodyPoint at) {
        return Action.newBuilder().setReset(Reset.newBuilder().setAt(at)).build();
    }

    static Action truncate(BodyPoint at) {
        return Action.newBuilder().setTruncate(Truncate.newBuilder().setAt(at)).build();
    }

    static Action truncateCleanly(BodyPoint at) {
        return Action.newBuilder()
                .setTruncate(Truncate.newBuilder().setAt(at).setClean(true))
                .build();
    }

    static Action hangAtOnce() {
        return Action.newBuilder().setHang(Hang.getDefaultInstance()).build();
    }

    static Action hang(BodyPoint at) {
        return Action.newBuilder().setHang(Hang.newBuilder().setAt(at)).build();
    }

    static Action hang(BodyPoint at, Duration timeout) {
        return Action.newBuilder()
                .setHang(Hang.newBuilder().setAt(at).setTimeout(timeout))
                .build();
    }

    static Action slowClose(Duration delay) {
        return Action.newBuilder()
                .setSlowClose(SlowClose.newBuilder().setDelay(delay))
                .build();
    }

    static Action slice(int bytes) {
        return Action.newBuilder()
                .setSlice(Slice.newBuilder().setBytes(bytes).setPause(Durations.fromMillis(1)))
                .build();
    }

    static Action corrupt(Corrupt.Builder corrupt) {
        return Action.newBuilder().setCorrupt(corrupt).build();
    }

    static Action headers(HeaderChange.Builder change) {
        return Action.newBuilder().setHeaders(change).build();
    }

    static Action trace(String csv) {
        return Action.newBuilder()
                .setTrace(TraceReplay.newBuilder().setCsv(csv))
                .build();
    }
}
