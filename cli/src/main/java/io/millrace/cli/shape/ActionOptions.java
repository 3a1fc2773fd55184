package io.millrace.cli.shape;

import com.google.protobuf.Message;
import io.millrace.cli.BitRates;
import io.millrace.cli.CommandFailedException;
import io.millrace.cli.Durations;
import io.millrace.cli.ExitCode;
import io.millrace.cli.resource.Protos;
import io.millrace.proto.control.v1.Action;
import io.millrace.proto.control.v1.Bandwidth;
import io.millrace.proto.control.v1.BodyPoint;
import io.millrace.proto.control.v1.Corrupt;
import io.millrace.proto.control.v1.ErrorStatus;
import io.millrace.proto.control.v1.Hang;
import io.millrace.proto.control.v1.HeaderChange;
import io.millrace.proto.control.v1.Latency;
import io.millrace.proto.control.v1.Loss;
import io.millrace.proto.control.v1.RateScope;
import io.millrace.proto.control.v1.Redirect;
import io.millrace.proto.control.v1.Reset;
import io.millrace.proto.control.v1.Slice;
import io.millrace.proto.control.v1.SlowClose;
import io.millrace.proto.control.v1.StalePlaylist;
import io.millrace.proto.control.v1.Stall;
import io.millrace.proto.control.v1.TraceReplay;
import io.millrace.proto.control.v1.Truncate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What is done to responses, as options; an action each. */
final class ActionOptions {

    @Option(
            names = "--bandwidth",
            paramLabel = "RATE",
            converter = BitRates.class,
            description = "bits per second: 800k, 4.5M")
    private Optional<Long> bandwidth = Optional.empty();

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "bandwidth as it was in a network that the shaper knows: 3g, lte-drive")
    private Optional<String> profile = Optional.empty();

    @Option(
            names = "--per",
            paramLabel = "session|connection|response",
            description = "what shares --bandwidth or --profile (session)")
    private Optional<Sharing> per = Optional.empty();

    @Option(
            names = "--latency",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "the time before the first byte: 300ms")
    private Optional<Duration> latency = Optional.empty();

    @Option(
            names = "--jitter",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "by how much more or less --latency is")
    private Optional<Duration> jitter = Optional.empty();

    @Option(names = "--loss", paramLabel = "PERCENT", description = "packets that are lost, of a hundred: 2.5")
    private Optional<Double> loss = Optional.empty();

    @Option(names = "--status", paramLabel = "CODE", description = "a status in place of the object: 404")
    private Optional<Integer> status = Optional.empty();

    @Option(
            names = "--stall",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "nothing comes for this long, at --at")
    private Optional<Duration> stall = Optional.empty();

    @Option(names = "--reset", description = "the connection is reset, at --at or before the response")
    private boolean reset;

    @Option(names = "--hang", description = "nothing more comes, from --at on or from the beginning")
    private boolean hang;

    @Option(names = "--truncate", description = "the body ends early, at --at")
    private boolean truncate;

    @Option(names = "--corrupt", description = "a byte is another one, at --at or somewhere")
    private boolean corrupt;

    @Option(
            names = "--at",
            paramLabel = "BYTES|PERCENT",
            converter = BodyPoints.class,
            description = "where in the body something happens: 64k, 50%%")
    private Optional<BodyPoint> at = Optional.empty();

    @Option(names = "--slice", paramLabel = "BYTES", description = "the body is sent in pieces of so many bytes")
    private Optional<Integer> slice = Optional.empty();

    @Option(
            names = "--slow-close",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "how long the connection stays open after the end")
    private Optional<Duration> slowClose = Optional.empty();

    @Option(
            names = "--stale",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "manifests are as they were so long ago")
    private Optional<Duration> stale = Optional.empty();

    @Option(names = "--redirect", paramLabel = "URL", description = "the client is sent there; {path} is the request's")
    private Optional<String> redirect = Optional.empty();

    @Option(
            names = "--response-header",
            paramLabel = "NAME=VALUE",
            description = "sets a header of the response; may be repeated")
    private Map<String, String> headers = Map.of();

    /** What shares a rate. */
    enum Sharing {
        SESSION(RateScope.RATE_SCOPE_SESSION),
        CONNECTION(RateScope.RATE_SCOPE_CONNECTION),
        RESPONSE(RateScope.RATE_SCOPE_RESPONSE);

        private final RateScope scope;

        Sharing(RateScope scope) {
            this.scope = scope;
        }
    }

    /**
     * The actions.
     *
     * @throws CommandFailedException if options are there that mean nothing without others
     */
    List<Action> actions() {
        require("--jitter", jitter.isPresent(), "--latency", latency.isPresent());
        require("--per", per.isPresent(), "--bandwidth or --profile", bandwidth.isPresent() || profile.isPresent());
        require(
                "--at",
                at.isPresent(),
                "--stall, --reset, --hang, --truncate or --corrupt",
                stall.isPresent() || reset || hang || truncate || corrupt);
        List<Action> actions = new ArrayList<>();
        RateScope scope = per.map(sharing -> sharing.scope).orElse(RateScope.RATE_SCOPE_UNSPECIFIED);
        bandwidth.ifPresent(rate -> actions.add(Action.newBuilder()
                .setBandwidth(Bandwidth.newBuilder().setBitRate(rate).setScope(scope))
                .build()));
        profile.ifPresent(name -> actions.add(Action.newBuilder()
                .setTrace(TraceReplay.newBuilder().setProfile(name).setScope(scope))
                .build()));
        latency.ifPresent(time ->
                actions.add(Action.newBuilder().setLatency(latency(time)).build()));
        loss.ifPresent(percent -> actions.add(Action.newBuilder()
                .setLoss(Loss.newBuilder().setPercent(percent))
                .build()));
        status.ifPresent(code -> actions.add(Action.newBuilder()
                .setStatus(ErrorStatus.newBuilder().setCode(code))
                .build()));
        addAtPoint(actions);
        addRest(actions);
        return actions;
    }

    private void addAtPoint(List<Action> actions) {
        stall.ifPresent(time -> actions.add(Action.newBuilder()
                .setStall(
                        placed(Stall.newBuilder().setDuration(Protos.of(time))).build())
                .build()));
        if (reset) {
            actions.add(Action.newBuilder()
                    .setReset(placed(Reset.newBuilder()).build())
                    .build());
        }
        if (hang) {
            actions.add(Action.newBuilder()
                    .setHang(placed(Hang.newBuilder()).build())
                    .build());
        }
        if (truncate) {
            actions.add(Action.newBuilder()
                    .setTruncate(placed(Truncate.newBuilder()).build())
                    .build());
        }
        if (corrupt) {
            actions.add(Action.newBuilder()
                    .setCorrupt(placed(Corrupt.newBuilder()).build())
                    .build());
        }
    }

    private void addRest(List<Action> actions) {
        slice.ifPresent(bytes -> actions.add(
                Action.newBuilder().setSlice(Slice.newBuilder().setBytes(bytes)).build()));
        slowClose.ifPresent(time -> actions.add(Action.newBuilder()
                .setSlowClose(SlowClose.newBuilder().setDelay(Protos.of(time)))
                .build()));
        stale.ifPresent(time -> actions.add(Action.newBuilder()
                .setStalePlaylist(StalePlaylist.newBuilder().setAge(Protos.of(time)))
                .build()));
        redirect.ifPresent(location -> actions.add(Action.newBuilder()
                .setRedirect(Redirect.newBuilder().setLocation(location))
                .build()));
        if (!headers.isEmpty()) {
            actions.add(Action.newBuilder()
                    .setHeaders(HeaderChange.newBuilder().putAllSet(headers))
                    .build());
        }
    }

    private Latency latency(Duration time) {
        Latency.Builder latency = Latency.newBuilder().setDelay(Protos.of(time));
        jitter.ifPresent(more -> latency.setJitter(Protos.of(more)));
        return latency.build();
    }

    /** With its point, which all of these have in the same field. */
    private <B extends Message.Builder> B placed(B action) {
        at.ifPresent(point -> action.setField(action.getDescriptorForType().findFieldByName("at"), point));
        return action;
    }

    private static void require(String option, boolean given, String other, boolean otherGiven) {
        if (given && !otherGiven) {
            throw new CommandFailedException(option + " goes with " + other, ExitCode.USAGE);
        }
    }
}
