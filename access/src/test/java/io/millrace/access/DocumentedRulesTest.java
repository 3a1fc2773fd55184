package io.millrace.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The example in {@code docs/access-rules.md} does what the page says. */
class DocumentedRulesTest {

    private static final Path PAGE = Path.of("..", "docs", "access-rules.md");
    private static final Pattern EXAMPLE = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);

    private Rules rules;

    @BeforeEach
    void readExample() throws IOException {
        Matcher example = EXAMPLE.matcher(Files.readString(PAGE));
        assertTrue(example.find());
        rules = RulesParser.parse(PAGE, example.group(1).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void oneEncoderWritesToLive() {
        assertEquals(new Permitted.Only(Set.of("encoder")), rules.permitted(Action.WRITE, "/live/ch1/"));
    }

    @Test
    void anybodyReadsWhatIsLive() {
        assertEquals(Permitted.ANYBODY, rules.permitted(Action.READ, "/live/ch1/"));
    }

    @Test
    void thePackagerIsKnownByItsCertificate() {
        assertEquals("packager", rules.userOf("CN=packager,O=Example").orElseThrow());
        assertEquals(new Permitted.Only(Set.of("packager")), rules.permitted(Action.WRITE, "/films/"));
    }

    @Test
    void twoPeopleAndNobodyElseReadWhatIsPrivate() {
        assertEquals(new Permitted.Only(Set.of("alice", "bob")), rules.permitted(Action.READ, "/private/"));
    }

    @Test
    void nobodyWritesElsewhere() {
        assertEquals(new Permitted.Only(Set.of()), rules.permitted(Action.WRITE, "/elsewhere/"));
    }
}
