package io.millrace.shaper.inline;

import io.millrace.proto.control.v1.Action;
import io.millrace.proto.control.v1.Bandwidth;
import io.millrace.proto.control.v1.BodyPoint;
import io.millrace.proto.control.v1.Corrupt;
import io.millrace.proto.control.v1.ErrorStatus;
import io.millrace.proto.control.v1.Hang;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The short forms of what is done to a response. */
final class ShortActions {

    private static final String FROZEN = "frozen";
    private static final int LEAST_ERROR = 400;
    private static final int MOST_ERROR = 599;

    private final ShortForms forms;
    private final List<Action> actions = new ArrayList<>();

    private ShortActions(ShortForms forms) {
        this.forms = forms;
    }

    /** All that a query has; empty where it has none. */
    static List<Action> of(ShortForms forms) {
        ShortActions read = new ShortActions(forms);
        read.readPace();
        read.readFaults();
        read.readAnswers();
        return read.actions;
    }

    private void readPace() {
        forms.take("bandwidth", Amounts::scaled)
                .ifPresent(
                        rate -> add(a -> a.setBandwidth(Bandwidth.newBuilder().setBitRate(rate))));
        Optional<com.google.protobuf.Duration> latency = forms.take("latency", Amounts::time);
        Optional<com.google.protobuf.Duration> jitter = forms.take("jitter", Amounts::time);
        if (jitter.isPresent() && latency.isEmpty()) {
            throw new IllegalArgumentException("jitter goes with latency, which it is not more than");
        }
        latency.ifPresent(delay -> {
            Latency.Builder late = Latency.newBuilder().setDelay(delay);
            jitter.ifPresent(late::setJitter);
            add(a -> a.setLatency(late));
        });
        Optional<com.google.protobuf.Duration> roundTrip = forms.take("rtt", Amounts::time);
        forms.take("loss", Amounts::percent).ifPresent(percent -> {
            Loss.Builder loss = Loss.newBuilder().setPercent(percent);
            roundTrip.ifPresent(loss::setRoundTripTime);
            add(a -> a.setLoss(loss));
        });
        forms.take("profile", name -> name)
                .ifPresent(name -> add(a -> a.setTrace(TraceReplay.newBuilder().setProfile(name))));
        forms.take("slice", Amounts::count)
                .ifPresent(bytes -> add(a -> a.setSlice(Slice.newBuilder().setBytes(bytes))));
    }

    private void readFaults() {
        Optional<BodyPoint> at = forms.take("at", Amounts::point);
        forms.take("stall", Amounts::time).ifPresent(time -> {
            Stall.Builder stall = Stall.newBuilder().setDuration(time);
            at.ifPresent(stall::setAt);
            add(a -> a.setStall(stall));
        });
        if (forms.takeFlag("reset")) {
            Reset.Builder reset = Reset.newBuilder();
            at.ifPresent(reset::setAt);
            add(a -> a.setReset(reset));
        }
        forms.take("truncate", Amounts::point)
                .ifPresent(point -> add(a -> a.setTruncate(Truncate.newBuilder().setAt(point))));
        if (forms.takeFlag("hang")) {
            Hang.Builder hang = Hang.newBuilder();
            at.ifPresent(hang::setAt);
            add(a -> a.setHang(hang));
        }
        forms.take("corrupt", Amounts::count).ifPresent(bytes -> {
            Corrupt.Builder corrupt = Corrupt.newBuilder().setCount(bytes);
            at.ifPresent(corrupt::setAt);
            add(a -> a.setCorrupt(corrupt));
        });
        forms.take("slowclose", Amounts::time)
                .ifPresent(
                        time -> add(a -> a.setSlowClose(SlowClose.newBuilder().setDelay(time))));
    }

    private void readAnswers() {
        forms.take("status", Amounts::count).ifPresent(code -> {
            if (code < LEAST_ERROR || code > MOST_ERROR) {
                throw new IllegalArgumentException("status must be from " + LEAST_ERROR + " to " + MOST_ERROR);
            }
            add(a -> a.setStatus(ErrorStatus.newBuilder().setCode(code)));
        });
        forms.take("redirect", url -> url)
                .ifPresent(url -> add(a -> a.setRedirect(Redirect.newBuilder().setLocation(url))));
        forms.take("stale", ShortActions::stale).ifPresent(stale -> add(a -> a.setStalePlaylist(stale)));
    }

    private static StalePlaylist stale(String text) {
        return text.equals(FROZEN)
                ? StalePlaylist.newBuilder().setFrozen(true).build()
                : StalePlaylist.newBuilder().setAge(Amounts.time(text)).build();
    }

    private void add(java.util.function.UnaryOperator<Action.Builder> what) {
        actions.add(what.apply(Action.newBuilder()).build());
    }
}
