package io.millrace.cli.shape;

import io.millrace.cli.BitRates;
import io.millrace.proto.control.v1.Int64Range;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Ranges as people write them: {@code 5}, {@code 5-9}, {@code 5-}, {@code -9}, both ends inclusive. */
abstract sealed class NumberRange implements ITypeConverter<Int64Range> {

    private static final Pattern RANGE = Pattern.compile("([^-]+)|([^-]*)-([^-]*)");

    private final ToLongFunction<String> number;
    private final String example;

    private NumberRange(ToLongFunction<String> number, String example) {
        this.number = number;
        this.example = example;
    }

    @Override
    public Int64Range convert(String text) {
        Matcher range = RANGE.matcher(text);
        if (!range.matches() || text.equals("-")) {
            throw new TypeConversionException("'%s' is no range; write %s".formatted(text, example));
        }
        boolean one = range.group(1) != null;
        Int64Range.Builder result = Int64Range.newBuilder();
        String first = one ? text : range.group(2);
        String last = one ? text : range.group(3);
        if (!first.isEmpty()) {
            result.setFirst(number(text, first));
        }
        if (!last.isEmpty()) {
            result.setLast(number(text, last));
        }
        return result.build();
    }

    private long number(String text, String written) {
        try {
            return number.applyAsLong(written);
        } catch (NumberFormatException | TypeConversionException e) {
            throw new TypeConversionException("'%s' is no range; write %s".formatted(text, example));
        }
    }

    /** Of numbers. */
    static final class OfNumbers extends NumberRange {
        OfNumbers() {
            super(Long::parseUnsignedLong, "5, 5-9, 5- or -9");
        }
    }

    /** Of bit rates. */
    static final class OfBitRates extends NumberRange {
        OfBitRates() {
            super(text -> new BitRates().convert(text), "3M, 800k-3M, 3M- or -800k");
        }
    }
}
