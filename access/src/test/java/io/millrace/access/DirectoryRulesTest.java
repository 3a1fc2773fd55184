package io.millrace.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DirectoryRulesTest {

    private static final Permitted FALLBACK = only("default");

    @Example
    void aDirectoryWhoseNameOnlyBeginsLikeARuleDoesNotLieInIt() {
        assertEquals(FALLBACK, new DirectoryRules(FALLBACK, Map.of("/live/", only("/live/"))).in("/lively/"));
    }

    @Example
    void theRootHasTheDefault() {
        assertEquals(FALLBACK, new DirectoryRules(FALLBACK, Map.of("/live/", only("/live/"))).in("/"));
    }

    @Property
    void theLongestPrefixDecidesWhateverTheOrder(
            @ForAll("directories") List<String> ruled, @ForAll("directory") String asked, @ForAll Random random) {
        Collections.shuffle(ruled, random);
        Map<String, Permitted> rules = new LinkedHashMap<>();
        ruled.forEach(directory -> rules.put(directory, only(directory)));

        String longest = "";
        for (String directory : ruled) {
            if (asked.startsWith(directory) && directory.length() > longest.length()) {
                longest = directory;
            }
        }
        assertEquals(longest.isEmpty() ? FALLBACK : only(longest), new DirectoryRules(FALLBACK, rules).in(asked));
    }

    @Provide
    Arbitrary<List<String>> directories() {
        return directory()
                .filter(directory -> !directory.equals("/"))
                .list()
                .ofMaxSize(20)
                .map(ArrayList::new);
    }

    /** Of few letters, so that they often lie in each other. */
    @Provide
    Arbitrary<String> directory() {
        return Arbitraries.strings()
                .withChars("ab")
                .ofMinLength(1)
                .ofMaxLength(2)
                .list()
                .ofMaxSize(4)
                .map(segments -> segments.isEmpty() ? "/" : "/" + String.join("/", segments) + "/");
    }

    private static Permitted only(String user) {
        return new Permitted.Only(Set.of(user));
    }
}
