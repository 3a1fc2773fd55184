package io.millrace.checks;

import io.millrace.checks.trace.InvalidTraceException;
import io.millrace.checks.trace.Trace;
import io.millrace.checks.trace.Traces;
import io.millrace.proto.control.v1.Action;
import io.millrace.proto.control.v1.Bandwidth;
import io.millrace.proto.control.v1.BodyPoint;
import io.millrace.proto.control.v1.Corrupt;
import io.millrace.proto.control.v1.ErrorStatus;
import io.millrace.proto.control.v1.HeaderChange;
import io.millrace.proto.control.v1.Latency;
import io.millrace.proto.control.v1.Loss;
import io.millrace.proto.control.v1.RateScope;
import io.millrace.proto.control.v1.Redirect;
import io.millrace.proto.control.v1.Slice;
import io.millrace.proto.control.v1.StalePlaylist;
import io.millrace.proto.control.v1.TraceReplay;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/** What an action must be, as the API says it. */
final class ActionCheck {

    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MOST_LATENCY = Duration.ofMinutes(10);
    private static final Duration MOST_PAUSE = Duration.ofSeconds(10);
    private static final double LEAST_BIT_RATE = 5_000;
    private static final double MOST_BIT_RATE = 10_000_000_000.0;
    private static final int MOST_BODY = 64 << 10;
    private static final int MOST_TRACE = 1 << 20;
    private static final double MOST_SCALE = 1_000_000;
    private static final int MOST_HEADER_VALUE = 1_024;
    private static final Set<Integer> REDIRECTS = Set.of(0, 301, 302, 303, 307, 308);
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");

    private ActionCheck() {}

    static void check(Violations violations, Action action) {
        switch (action.getActionCase()) {
            case BANDWIDTH -> checkBandwidth(violations.in("bandwidth"), action.getBandwidth());
            case LATENCY -> checkLatency(violations.in("latency"), action.getLatency());
            case LOSS -> checkLoss(violations.in("loss"), action.getLoss());
            case STALL -> {
                checkPoint(violations.in("stall.at"), action.getStall().getAt());
                Fields.checkDuration(
                        violations, "stall.duration", action.getStall().getDuration(), MOMENT, HOUR);
            }
            case STATUS -> checkStatus(violations.in("status"), action.getStatus());
            case RESET ->
                checkPoint(violations.in("reset.at"), action.getReset().getAt());
            case TRUNCATE ->
                checkPoint(violations.in("truncate.at"), action.getTruncate().getAt());
            case HANG -> {
                checkPoint(violations.in("hang.at"), action.getHang().getAt());
                if (action.getHang().hasTimeout()) {
                    Fields.checkDuration(
                            violations, "hang.timeout", action.getHang().getTimeout(), MOMENT, HOUR);
                }
            }
            case SLOW_CLOSE ->
                Fields.checkDuration(
                        violations, "slow_close.delay", action.getSlowClose().getDelay(), MOMENT, HOUR);
            case SLICE -> checkSlice(violations.in("slice"), action.getSlice());
            case CORRUPT -> checkCorrupt(violations.in("corrupt"), action.getCorrupt());
            case STALE_PLAYLIST -> checkStale(violations.in("stale_playlist"), action.getStalePlaylist());
            case REDIRECT -> checkRedirect(violations.in("redirect"), action.getRedirect());
            case HEADERS -> checkHeaders(violations.in("headers"), action.getHeaders());
            case TRACE -> checkTrace(violations.in("trace"), action.getTrace());
            case ACTION_NOT_SET -> violations.require("action", false, "must be one of the known kinds");
        }
    }

    private static void checkBandwidth(Violations violations, Bandwidth bandwidth) {
        Fields.checkRange(violations, "bit_rate", (double) bandwidth.getBitRate(), LEAST_BIT_RATE, MOST_BIT_RATE);
        violations.require("scope", bandwidth.getScope() != RateScope.UNRECOGNIZED, "must be a known scope");
        violations.require("burst_bytes", bandwidth.getBurstBytes() >= 0, "must not be negative");
    }

    private static void checkLatency(Violations violations, Latency latency) {
        Fields.checkDuration(violations, "delay", latency.getDelay(), Duration.ZERO, MOST_LATENCY);
        if (latency.hasJitter()) {
            Duration delay = Fields.duration(latency.getDelay());
            Fields.checkDuration(violations, "jitter", latency.getJitter(), Duration.ZERO, delay);
        }
    }

    private static void checkLoss(Violations violations, Loss loss) {
        Fields.checkRange(violations, "percent", loss.getPercent(), 0, 100);
        if (loss.hasRoundTripTime()) {
            Fields.checkDuration(violations, "round_trip_time", loss.getRoundTripTime(), MOMENT, MOST_PAUSE);
        }
    }

    private static void checkStatus(Violations violations, ErrorStatus status) {
        Fields.checkRange(violations, "code", status.getCode(), 400, 599);
        violations.require(
                "body", status.getBody().length() <= MOST_BODY, "must have up to " + MOST_BODY + " characters");
        if (status.hasRetryAfter()) {
            Fields.checkDuration(violations, "retry_after", status.getRetryAfter(), Duration.ZERO, HOUR);
        }
    }

    private static void checkSlice(Violations violations, Slice slice) {
        violations.require("bytes", slice.getBytes() >= 1, "must be 1 or more");
        violations.require(
                "variation_bytes",
                slice.getVariationBytes() >= 0
                        && (slice.getVariationBytes() == 0 || slice.getVariationBytes() < slice.getBytes()),
                "must be fewer than bytes, and not negative");
        if (slice.hasPause()) {
            Fields.checkDuration(violations, "pause", slice.getPause(), Duration.ZERO, MOST_PAUSE);
        }
    }

    private static void checkCorrupt(Violations violations, Corrupt corrupt) {
        checkPoint(violations.in("at"), corrupt.getAt());
        violations.require("count", corrupt.getCount() >= 0, "must not be negative");
        Fields.checkRange(violations, "mask", corrupt.getMask(), 0, 255);
    }

    private static void checkStale(Violations violations, StalePlaylist stale) {
        violations.require(
                "stale", stale.getStaleCase() != StalePlaylist.StaleCase.STALE_NOT_SET, "must have age or frozen");
        if (stale.hasAge()) {
            Fields.checkDuration(violations, "age", stale.getAge(), MOMENT, HOUR);
        }
    }

    private static void checkRedirect(Violations violations, Redirect redirect) {
        violations.require("code", REDIRECTS.contains(redirect.getCode()), "must be 301, 302, 303, 307 or 308");
        violations.require("location", !redirect.getLocation().isEmpty(), "must not be empty");
        Fields.checkText(violations, "location", redirect.getLocation(), MOST_HEADER_VALUE);
    }

    private static void checkHeaders(Violations violations, HeaderChange headers) {
        headers.getSetMap().forEach((name, value) -> {
            violations.require("set", HEADER_NAME.matcher(name).matches(), "must have headers' names as keys");
            Fields.checkText(violations, "set", value, MOST_HEADER_VALUE);
        });
        violations.require(
                "remove",
                headers.getRemoveList().stream()
                        .allMatch(name -> HEADER_NAME.matcher(name).matches()),
                "must be headers' names");
    }

    private static void checkTrace(Violations violations, TraceReplay trace) {
        if (trace.getCsv().length() + trace.getMahimahi().length() > MOST_TRACE) {
            violations.require("trace", false, "must have up to " + MOST_TRACE + " characters");
        } else if (trace.getScale() >= 0 && trace.getScale() <= MOST_SCALE) {
            checkReadable(violations, trace);
        }
        Fields.checkRange(violations, "scale", trace.getScale(), 0, MOST_SCALE);
        violations.require("scope", trace.getScope() != RateScope.UNRECOGNIZED, "must be a known scope");
    }

    private static void checkReadable(Violations violations, TraceReplay trace) {
        try {
            Trace _ = Traces.of(trace);
        } catch (InvalidTraceException e) {
            violations.require("trace", false, "can't be replayed: " + e.getMessage());
        }
    }

    private static void checkPoint(Violations violations, BodyPoint point) {
        violations.require("bytes", point.getBytes() >= 0, "must not be negative");
        Fields.checkRange(violations, "fraction", point.getFraction(), 0, 1);
    }
}
