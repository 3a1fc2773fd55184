package io.millrace.cli.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.cli.Ran;
import io.millrace.cli.ScriptedControl;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is shown once is all that goes to standard output; the hint for the person goes to standard error. */
class SecretsTest {

    private ScriptedControl server;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedControl();
        Sample.script(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "keys create cam, mrk_k1_secret, channels/cam/keys/k1 was made; this is the only time that its secret is shown",
        "keys rotate cam/k0, mrk_k1_secret, channels/cam/keys/k1 was made; this is the only time that its secret is shown",
        "playback-keys create cam --kind cdn, c2VjcmV0,"
                + " channels/cam/playbackKeys/p1 was made; this is the only time that its secret is shown",
        "tokens issue cam --ttl 1h, mrt1.a.b,"
                + " 'signed with channels/cam/playbackKeys/p1, until 2026-01-01T01:00:00Z'",
        "tokens issue cam --ttl 1h --print path, /mrt1.a.b/live/cam/,"
                + " 'signed with channels/cam/playbackKeys/p1, until 2026-01-01T01:00:00Z'"
    })
    void aSecretStandsAlone(String command, String secret, String hint) {
        Ran ran = Ran.command((command + " --control " + server.uri()).split(" ", -1));
        assertEquals(secret + "\n", ran.output());
        assertEquals("millrace: " + hint + "\n", ran.errors());
    }
}
