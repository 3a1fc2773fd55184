package io.millrace.shaper.inline;

import com.google.protobuf.util.Durations;
import io.millrace.proto.control.v1.BodyPoint;
import io.millrace.proto.control.v1.Int64Range;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Amounts as people write them: {@code 2M}, {@code 300ms}, {@code 50%}, {@code 3-5}. Each throws
 * IllegalArgumentException for what is none.
 */
final class Amounts {

    private static final Pattern SCALED = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?)([kKMG]?)");
    private static final Pattern TIME = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)(ms|s|m|h)");
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?)%?");
    private static final Pattern RANGE = Pattern.compile("([^-]*)(-?)([^-]*)");
    private static final int HUNDRED = 100;

    private Amounts() {}

    /** {@code 5000}, {@code 800k}, {@code 2.5M}, {@code 1G}. */
    static long scaled(String text) {
        Matcher amount = SCALED.matcher(text);
        if (!amount.matches()) {
            throw new IllegalArgumentException("must be a number such as 800k or 2.5M");
        }
        long factor = switch (amount.group(2)) {
            case "k", "K" -> 1_000L;
            case "M" -> 1_000_000L;
            case "G" -> 1_000_000_000L;
            default -> 1;
        };
        return new BigDecimal(amount.group(1))
                .multiply(BigDecimal.valueOf(factor))
                .longValue();
    }

    /** {@code 300ms}, {@code 1.5s}, {@code 2m}, {@code 1h}. */
    static com.google.protobuf.Duration time(String text) {
        Matcher amount = TIME.matcher(text);
        if (!amount.matches()) {
            throw new IllegalArgumentException("must be a time such as 300ms or 2s");
        }
        long nanos = switch (amount.group(2)) {
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            default -> 3_600_000_000_000L;
        };
        return Durations.fromNanos(new BigDecimal(amount.group(1))
                .multiply(BigDecimal.valueOf(nanos))
                .longValue());
    }

    /** {@code 2} or {@code 2%}, of a hundred. */
    static double percent(String text) {
        Matcher amount = PERCENT.matcher(text);
        if (!amount.matches() || Double.parseDouble(amount.group(1)) > HUNDRED) {
            throw new IllegalArgumentException("must be a number of percent, from 0 to 100");
        }
        return Double.parseDouble(amount.group(1));
    }

    /** A whole number from 0. */
    static int count(String text) {
        if (!text.matches("\\d{1,9}")) {
            throw new IllegalArgumentException("must be a whole number");
        }
        return Integer.parseInt(text);
    }

    /** {@code 3}, {@code 3-5}, {@code 3-} or {@code -5}, both ends inclusive, each as {@link #scaled}. */
    static Int64Range range(String text) {
        Matcher ends = RANGE.matcher(text);
        if (!ends.matches() || (ends.group(1).isEmpty() && ends.group(3).isEmpty())) {
            throw new IllegalArgumentException("must be a number, or a range such as 3-5, 3- or -5");
        }
        Int64Range.Builder range = Int64Range.newBuilder();
        boolean single = ends.group(2).isEmpty();
        if (!ends.group(1).isEmpty()) {
            range.setFirst(scaled(ends.group(1)));
        }
        if (single) {
            range.setLast(range.getFirst());
        } else if (!ends.group(3).isEmpty()) {
            range.setLast(scaled(ends.group(3)));
        }
        if (range.hasFirst() && range.hasLast() && range.getLast() < range.getFirst()) {
            throw new IllegalArgumentException("must not end before it begins");
        }
        return range.build();
    }

    /** {@code 100k} bytes, or {@code 50%} of the body. */
    static BodyPoint point(String text) {
        return text.endsWith("%")
                ? BodyPoint.newBuilder().setFraction(percent(text) / HUNDRED).build()
                : BodyPoint.newBuilder().setBytes(scaled(text)).build();
    }
}
