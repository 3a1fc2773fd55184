package io.millrace.checks;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;

/** What the fields that many resources have must be. */
public final class Fields {

    private static final int MOST_DISPLAY_NAME = 200;
    private static final int MOST_LABELS = 64;
    private static final int MOST_LABEL_VALUE = 255;
    private static final Pattern LABEL_KEY = Pattern.compile("[a-z0-9._/-]{1,63}");

    private static final java.time.Duration LONGEST = java.time.Duration.ofDays(7_305);

    private Fields() {}

    public static void checkDisplayName(Violations violations, String name) {
        violations.require(
                "display_name",
                name.codePointCount(0, name.length()) <= MOST_DISPLAY_NAME
                        && name.chars().noneMatch(Character::isISOControl),
                "must have up to " + MOST_DISPLAY_NAME + " characters, and no control characters");
    }

    public static void checkLabels(Violations violations, Map<String, String> labels) {
        violations.require("labels", labels.size() <= MOST_LABELS, "must be up to " + MOST_LABELS);
        labels.forEach((key, value) -> {
            violations.require(
                    "labels",
                    LABEL_KEY.matcher(key).matches(),
                    "must have keys of 1 to 63 of a-z, 0-9, '-', '_', '.' and '/', unlike \"" + key + '"');
            violations.require(
                    "labels",
                    value.length() <= MOST_LABEL_VALUE,
                    "must have values of up to " + MOST_LABEL_VALUE + " characters, unlike that of \"" + key + '"');
        });
    }

    /** A duration that is set is well-formed and within these bounds. */
    public static void checkDuration(
            Violations violations, String field, Duration duration, java.time.Duration least, java.time.Duration most) {
        boolean fits = Durations.isValid(duration)
                && Durations.compare(duration, of(least)) >= 0
                && Durations.compare(duration, of(most)) <= 0;
        violations.require(field, fits, "must be from " + told(least) + " to " + told(most));
    }

    /** A time is well-formed and later than now. */
    public static void checkFuture(Violations violations, String field, Timestamp time, long nowMillis) {
        violations.require(
                field, Timestamps.isValid(time) && Timestamps.toMillis(time) > nowMillis, "must be in the future");
    }

    public static void checkRange(Violations violations, String field, double value, double least, double most) {
        violations.require(
                field, value >= least && value <= most, "must be from " + number(least) + " to " + number(most));
    }

    public static void checkText(Violations violations, String field, String value, int most) {
        violations.require(
                field,
                value.length() <= most && value.chars().noneMatch(Character::isISOControl),
                "must have up to " + most + " characters, and no control characters");
    }

    /** An absolute URL of https; of http too, where that leaves this machine for nobody else. */
    public static void checkSecureUri(Violations violations, String field, String uri) {
        URI parsed = parse(uri);
        boolean loopback = parsed != null
                && "http".equals(parsed.getScheme())
                && parsed.getHost() != null
                && parsed.getHost().matches("localhost|127(?:\\.\\d+){3}|\\[::1]");
        boolean secure = parsed != null && "https".equals(parsed.getScheme()) && parsed.getHost() != null;
        violations.require(field, secure || loopback, "must be an https URL, or one of http with a loopback address");
    }

    /** An absolute URL of http or https. */
    public static void checkWebUri(Violations violations, String field, String uri) {
        violations.require(field, isWebUri(uri), "must be an http or https URL");
    }

    public static boolean isWebUri(String uri) {
        URI parsed = parse(uri);
        return parsed != null
                && parsed.getHost() != null
                && ("http".equals(parsed.getScheme()) || "https".equals(parsed.getScheme()));
    }

    /** A duration of the API; zero for one that is none, and twenty years for one that is longer. */
    public static java.time.Duration duration(Duration duration) {
        if (!Durations.isValid(duration)) {
            return java.time.Duration.ZERO;
        }
        return Durations.compare(duration, of(LONGEST)) > 0
                ? LONGEST
                : java.time.Duration.ofNanos(Durations.toNanos(duration));
    }

    private static URI parse(String uri) {
        try {
            return URI.create(uri);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Duration of(java.time.Duration duration) {
        return Durations.fromNanos(duration.toNanos());
    }

    private static String told(java.time.Duration duration) {
        return duration.toMillis() % 1_000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
