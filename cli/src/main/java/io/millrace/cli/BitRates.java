package io.millrace.cli;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Bits per second as people write them: {@code 800k}, {@code 4.5M}, {@code 1G}, with or without {@code bit/s}; k is 1,000. */
public final class BitRates implements ITypeConverter<Long> {

    private static final Pattern RATE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)([kKmMgG]?)(?:bit/s|bps)?");

    private static final int KILO_DIGITS = 3;
    private static final int MEGA_DIGITS = 6;
    private static final int GIGA_DIGITS = 9;

    @Override
    public Long convert(String text) {
        Matcher rate = RATE.matcher(text);
        if (rate.matches()) {
            BigDecimal bits = new BigDecimal(rate.group(1)).scaleByPowerOfTen(digits(rate.group(2)));
            if (bits.stripTrailingZeros().scale() <= 0 && bits.signum() > 0) {
                return bits.longValueExact();
            }
        }
        throw new TypeConversionException("'" + text + "' is no bit rate; write 800k, 4.5M or 1G");
    }

    /** A bit rate as {@link #convert} reads it, not rounded. */
    public static String exact(long bits) {
        for (String unit : new String[] {"G", "M", "k"}) {
            BigDecimal amount = BigDecimal.valueOf(bits).scaleByPowerOfTen(-digits(unit));
            if (amount.compareTo(BigDecimal.ONE) >= 0) {
                return amount.stripTrailingZeros().toPlainString() + unit + "bit/s";
            }
        }
        return bits + "bit/s";
    }

    private static int digits(String unit) {
        return switch (unit) {
            case "k", "K" -> KILO_DIGITS;
            case "m", "M" -> MEGA_DIGITS;
            case "g", "G" -> GIGA_DIGITS;
            default -> 0;
        };
    }
}
