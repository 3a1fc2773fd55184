package io.millrace.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as people write them: {@code 500ms}, {@code 10s}, {@code 2m}, {@code 1h30m}, {@code 7d}. */
public final class Durations implements ITypeConverter<Duration> {

    private static final Pattern DURATION =
            Pattern.compile("(?=\\d)(?:(\\d{1,6})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");

    private static final int NANO_DIGITS = 6;

    @Override
    public Duration convert(String text) {
        Matcher duration = DURATION.matcher(text);
        if (!duration.matches()) {
            throw new TypeConversionException("'" + text + "' is no duration; write 500ms, 10s, 2m, 1h30m or 7d");
        }
        return Duration.ofDays(part(duration.group(1)))
                .plusHours(part(duration.group(2)))
                .plusMinutes(part(duration.group(3)))
                .plusSeconds(part(duration.group(4)))
                .plusMillis(part(duration.group(5)));
    }

    /** A duration as {@link #convert} reads it; less than a millisecond is a decimal fraction of milliseconds. */
    public static String exact(Duration duration) {
        StringBuilder text = new StringBuilder();
        append(text, duration.toDays(), "d");
        append(text, duration.toHoursPart(), "h");
        append(text, duration.toMinutesPart(), "m");
        append(text, duration.toSecondsPart(), "s");
        if (duration.toNanosPart() > 0) {
            text.append(BigDecimal.valueOf(duration.toNanosPart(), NANO_DIGITS)
                            .stripTrailingZeros()
                            .toPlainString())
                    .append("ms");
        }
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount > 0) {
            text.append(amount).append(unit);
        }
    }

    private static long part(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
