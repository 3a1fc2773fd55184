package io.millrace.shaper.dash;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An element of an MPD.
 *
 * @param name without its prefix
 * @param attributes by name, without prefixes
 * @param text what stands in it directly
 * @param ordinal which of the document's start tags it begins with, from 0
 */
record MpdElement(String name, Map<String, String> attributes, List<MpdElement> children, String text, int ordinal) {

    Optional<String> attribute(String attribute) {
        return Optional.ofNullable(attributes.get(attribute)).map(String::strip);
    }

    OptionalLong number(String attribute) {
        try {
            Optional<String> value = attribute(attribute);
            return value.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value.orElseThrow()));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    List<MpdElement> all(String child) {
        return children.stream().filter(element -> element.name.equals(child)).toList();
    }

    Optional<MpdElement> first(String child) {
        return children.stream().filter(element -> element.name.equals(child)).findFirst();
    }
}
