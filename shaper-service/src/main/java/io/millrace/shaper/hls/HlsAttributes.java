package io.millrace.shaper.hls;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A tag's list of attributes (RFC 8216, section 4.2), read leniently: what is no attribute is passed over.
 *
 * @param all by name, in their order
 */
record HlsAttributes(Map<String, Attribute> all) {

    /**
     * One attribute.
     *
     * @param value without quotes
     * @param start where that begins in the list
     * @param quoted whether it is a quoted string
     */
    record Attribute(String value, int start, boolean quoted) {}

    static HlsAttributes of(String list) {
        Map<String, Attribute> all = new LinkedHashMap<>();
        int from = 0;
        while (from < list.length()) {
            int equals = list.indexOf('=', from);
            if (equals < 0) {
                break;
            }
            int comma = list.lastIndexOf(',', equals);
            String name = list.substring(Math.max(from, comma + 1), equals).strip();
            int start = equals + 1;
            boolean quoted = start < list.length() && list.charAt(start) == '"';
            start += quoted ? 1 : 0;
            int end = list.indexOf(quoted ? '"' : ',', start);
            end = end < 0 ? list.length() : end;
            all.put(name, new Attribute(list.substring(start, end), start, quoted));
            int next = list.indexOf(',', end);
            from = next < 0 ? list.length() : next + 1;
        }
        return new HlsAttributes(all);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(all.get(name)).map(attribute -> attribute.value.strip());
    }

    boolean is(String name, String value) {
        return text(name).filter(value::equalsIgnoreCase).isPresent();
    }

    /** A whole number; one with a point is cut. */
    OptionalLong number(String name) {
        Optional<Double> number = decimal(name);
        return number.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(number.orElseThrow().longValue());
    }

    Optional<Double> decimal(String name) {
        try {
            return text(name).map(Double::valueOf);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The first or second number of a resolution. */
    OptionalInt resolution(int side) {
        String[] sides = text("RESOLUTION").orElse("").split("x", -1);
        try {
            return sides.length == 2 ? OptionalInt.of(Integer.parseInt(sides[side])) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    /** What a list in a quoted string has, such as codecs. */
    List<String> list(String name) {
        return text(name).stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }
}
