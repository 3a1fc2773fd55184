package io.millrace.cli.shape;

import io.millrace.cli.ByteCounts;
import io.millrace.proto.control.v1.BodyPoint;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Points in a body as people write them: {@code 64k}, {@code 50%}. */
final class BodyPoints implements ITypeConverter<BodyPoint> {

    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?)%");
    private static final double HUNDRED = 100;

    @Override
    public BodyPoint convert(String text) {
        Matcher percent = PERCENT.matcher(text);
        if (percent.matches()) {
            return BodyPoint.newBuilder()
                    .setFraction(Double.parseDouble(percent.group(1)) / HUNDRED)
                    .build();
        }
        try {
            return BodyPoint.newBuilder()
                    .setBytes(new ByteCounts().convert(text))
                    .build();
        } catch (TypeConversionException e) {
            throw new TypeConversionException("'" + text + "' is no point in a body; write 64k or 50%");
        }
    }
}
