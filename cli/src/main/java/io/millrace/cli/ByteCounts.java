package io.millrace.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers of bytes as they are written on a command line: {@code 4096}, {@code 500k}, {@code 8M}, {@code 1G}; k is 1,024. */
public final class ByteCounts implements ITypeConverter<Long> {

    private static final Pattern COUNT = Pattern.compile("([1-9]\\d{0,8})([kKmMgG]?)");

    private static final int KIBI_BITS = 10;

    @Override
    public Long convert(String text) {
        Matcher count = COUNT.matcher(text);
        if (!count.matches()) {
            throw new TypeConversionException("'" + text + "' is no number of bytes; write 4096, 500k, 8M or 1G");
        }
        long amount = Long.parseLong(count.group(1));
        return switch (count.group(2)) {
            case "k", "K" -> amount << KIBI_BITS;
            case "m", "M" -> amount << (2 * KIBI_BITS);
            case "g", "G" -> amount << (3 * KIBI_BITS);
            default -> amount;
        };
    }
}
