package io.millrace.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code millrace rules} and {@code millrace tags}, with a control plane that keeps what it is told. */
final class RuleCommandsTest {

    @RegisterExtension
    static final Replicas REPLICAS = new Replicas(Map.of());

    @TempDir
    private Path directory;

    private Terminal terminal;

    @BeforeEach
    void open() {
        terminal = new Terminal(REPLICAS.uri(), directory);
    }

    @Test
    void aRuleAndATagAreMadeShownReplacedAndDeleted() {
        Path rule = terminal.file("slow.yaml", """
                match: {kinds: [segment]}
                actions:
                  - bandwidth: {bitRate: 1.5M, scope: session}
                  - latency: {delay: 200ms}
                probability: 0.5
                priority: 10
                """);
        Path tag = terminal.file("nightly.json", """
                {"name": "tags/nightly", "rules": ["rules/slow"]}
                """);
        terminal.refuses(4, "millrace: rules/slow: it is not there\n", "tags create nightly -f " + tag);

        assertEquals("""
                name  rules/slow
                match.kinds  segment
                actions[0].bandwidth.bitRate  1.5Mbit/s
                actions[0].bandwidth.scope  session
                actions[1].latency.delay  200ms
                probability  0.5
                priority  10
                createTime  TIME
                updateTime  TIME
                revision  N
                etag  N
                """, terminal.printsAbout("rules create slow -f " + rule));
        assertEquals("""
                name: tags/nightly
                rules:
                - rules/slow
                createTime: 'TIME'
                updateTime: 'TIME'
                revision: N
                etag: N
                """, terminal.printsAbout("tags create nightly --output yaml -f " + tag));

        assertEquals("""
                NAME  ACTIONS  MATCH  PROBABILITY  PRIORITY  ONLY BY TAG  DISABLED
                rules/slow  bandwidth, latency  kinds  0.5  10  -  -
                """, terminal.printsAbout("rules list"));
        assertEquals("""
                NAME  RULES  DRIPLS  CONTENT
                tags/nightly  rules/slow  -  -
                """, terminal.printsAbout("tags list"));

        assertEquals(
                "rules/slow changed\n",
                terminal.prints("rules apply -f "
                        + terminal.file("fast.yaml", "name: rules/slow\nactions: [{latency: {delay: 1ms}}]\n")));
        assertEquals("""
                name  rules/slow
                actions[0].latency.delay  1ms
                createTime  TIME
                updateTime  TIME
                revision  N
                etag  N
                """, terminal.printsAbout("rules get slow"));

        terminal.refuses(4, "millrace: rules/slow: a tag names it\n", "rules delete slow");
        assertEquals("tags/nightly unchanged\n", terminal.prints("tags apply -f " + tag));
        assertEquals("", terminal.prints("tags delete nightly"));
        assertEquals("", terminal.prints("rules delete slow"));
        assertEquals("[]\n", terminal.prints("rules list --output json"));
        terminal.refuses(3, "millrace: tags/nightly is not there\n", "tags get nightly");
    }

    @Test
    void eachWrongFieldOfAFileIsALine() {
        Path file = terminal.file("wrong.yaml", """
                name: rules/wrong
                actions: [{bandwidth: {bitRate: 0}}]
                probability: 2
                """);
        terminal.refuses(1, """
                millrace: rules/wrong could not be applied: what was given is not right:
                  probability: must be more than 0, and up to 1
                  actions[0].bandwidth.bitRate: must be from 5000 to 10000000000
                """, "rules apply -f " + file);
    }
}
