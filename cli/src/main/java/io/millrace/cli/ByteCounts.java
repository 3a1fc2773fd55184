package io.millrace.cli;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Numbers of bytes as people write them: {@code 4096}, {@code 500k}, {@code 8M}, {@code 1GiB} with a k of 1,024, and
 * {@code 500kB}, {@code 10MB}, {@code 1GB} with one of 1,000, as GNU's programs do.
 */
public final class ByteCounts implements ITypeConverter<Long> {

    private static final Pattern COUNT = Pattern.compile("([1-9]\\d{0,8})([kKmMgG]?)(i?B)?");

    private static final long KIBI = 1_024;
    private static final long KILO = 1_000;
    private static final Map<String, Integer> POWERS = Map.of("k", 1, "K", 1, "m", 2, "M", 2, "g", 3, "G", 3);
    private static final List<String> EXACT = List.of("GiB", "MiB", "KiB", "GB", "MB", "kB");

    @Override
    public Long convert(String text) {
        Matcher count = COUNT.matcher(text);
        if (!count.matches() || ("iB".equals(count.group(3)) && count.group(2).isEmpty())) {
            throw new TypeConversionException(
                    "'" + text + "' is no number of bytes; write 4096, 500k, 8M or 1G, or 10MB for 10,000,000");
        }
        return Long.parseLong(count.group(1)) * unit(count.group(2), "B".equals(count.group(3)));
    }

    /** A number of bytes as {@link #convert} reads it; with a unit where that is no rounding. */
    public static String exact(long bytes) {
        for (String unit : EXACT) {
            long size = unit(unit.substring(0, 1), unit.length() == 2);
            if (bytes != 0 && bytes % size == 0) {
                return bytes / size + unit;
            }
        }
        return Long.toString(bytes);
    }

    private static long unit(String letter, boolean decimal) {
        long unit = 1;
        for (int power = POWERS.getOrDefault(letter, 0); power > 0; power--) {
            unit *= decimal ? KILO : KIBI;
        }
        return unit;
    }
}
