package io.millrace.conformance;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a header of an answer must be like. */
sealed interface HeaderCheck {

    record Absent(String name) implements HeaderCheck {}

    record Exactly(String name, String value) implements HeaderCheck {}

    record Matches(String name, String regex) implements HeaderCheck {}

    /** A list with at least these members, in any order and case. */
    record Has(String name, String members) implements HeaderCheck {}

    /** A list without these members. */
    record HasNot(String name, String members) implements HeaderCheck {}

    /** There, and remembered under a word. */
    record Capture(String name, String word) implements HeaderCheck {}

    static HeaderCheck parse(String text) {
        if (text.startsWith("no ")) {
            return new Absent(text.substring(3));
        }
        int colon = text.indexOf(':');
        String name = text.substring(0, colon);
        String value = text.substring(colon + 1).strip();
        if (value.startsWith("~")) {
            return new Matches(name, value.substring(1));
        }
        if (value.startsWith("has not ")) {
            return new HasNot(name, value.substring("has not ".length()));
        }
        if (value.startsWith("has ")) {
            return new Has(name, value.substring("has ".length()));
        }
        return value.startsWith("-> ") ? new Capture(name, value.substring(3)) : new Exactly(name, value);
    }

    /** Fails unless the head is so. */
    default void check(Heard.Head head, Words words) {
        switch (this) {
            case Absent(String name) -> require(head.header(name) == null, head);
            case Exactly(String name, String value) ->
                require(words.expand(value).equals(head.header(name)), head);
            case Matches(String name, String regex) -> {
                String value = head.header(name);
                require(
                        value != null
                                && Pattern.compile(words.expand(regex))
                                        .matcher(value)
                                        .matches(),
                        head);
            }
            case Has(String name, String members) ->
                require(members(head.header(name)).containsAll(members(members)), head);
            case HasNot(String name, String members) -> {
                Set<String> all = members(head.header(name));
                all.retainAll(members(members));
                require(all.isEmpty(), head);
            }
            case Capture(String name, String word) -> {
                require(head.header(name) != null, head);
                words.learn(word, head.header(name));
            }
        }
    }

    private void require(boolean so, Heard.Head head) {
        if (!so) {
            throw new AssertionError("expected " + this + ", but heard\n" + head);
        }
    }

    private static Set<String> members(String list) {
        return list == null
                ? new TreeSet<>()
                : Arrays.stream(list.split(",", -1))
                        .map(member -> member.strip().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toCollection(TreeSet::new));
    }
}
