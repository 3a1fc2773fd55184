package io.millrace.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.control.Terminal.Ended;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code millrace keys}, {@code playback-keys} and {@code tokens}, with a control plane that keeps what it is told. */
final class KeyCommandsTest {

    @RegisterExtension
    static final Replicas REPLICAS = new Replicas(Map.of());

    private static final String CREDENTIALS = "; give --token-file or --cert, or take a context that has them\n";

    private static final String RANDOM = "[A-Za-z0-9_-]{43}\n";

    @TempDir
    private Path directory;

    private Terminal terminal;

    @BeforeEach
    void open() {
        terminal = new Terminal(REPLICAS.uri(), directory);
    }

    @Test
    void aKeysSecretIsShownOnce() {
        channel("once");
        Ended made = terminal.run("keys create once --id k1 --display-name encoder");

        assertEquals(0, made.code());
        assertTrue(made.output().matches("mrk_k1_" + RANDOM), made::output);
        assertEquals(madeOnce("channels/once/keys/k1"), made.errors());
        for (String format : new String[] {"table", "json", "yaml"}) {
            String listed = terminal.prints("keys list once --output " + format);
            assertTrue(listed.contains("channels/once/keys/k1"), listed);
            assertFalse(listed.contains(made.output().strip()), listed);
        }
        assertEquals("""
                NAME  STATE  LABEL  CREATED  EXPIRES  REPLACED BY
                channels/once/keys/k1  active  encoder  TIME  -  -
                """, terminal.printsAbout("keys list once"));
    }

    @Test
    void programsGetTheSecretWithTheKey() {
        channel("json");
        Ended made = terminal.run("keys create json --id k1 --expires 2099-01-31T12:00:00Z --output json");

        assertEquals(madeOnce("channels/json/keys/k1"), made.errors());
        assertTrue(made.output().contains("  \"secret\": \"mrk_k1_"), made::output);
        assertTrue(made.output().contains("    \"expireTime\": \"2099-01-31T12:00:00Z\""), made::output);
    }

    @Test
    void aRotatedKeyStaysForTheOverlapAndARevokedOneEnds() {
        channel("turned");
        String first = terminal.run("keys create turned --id k1").output();

        Ended rotated = terminal.run("keys rotate turned/k1 --id k2 --overlap 1d");

        assertTrue(rotated.output().matches("mrk_k2_" + RANDOM), rotated::output);
        assertNotEquals(first, rotated.output());
        assertEquals(madeOnce("channels/turned/keys/k2"), rotated.errors());
        assertEquals("""
                NAME  STATE  LABEL  CREATED  EXPIRES  REPLACED BY
                channels/turned/keys/k1  active  -  TIME  TIME  channels/turned/keys/k2
                channels/turned/keys/k2  active  -  TIME  -  -
                """, terminal.printsAbout("keys list turned"));

        assertEquals("""
                name  channels/turned/keys/k1
                state  revoked
                createTime  TIME
                expireTime  TIME
                revokeTime  TIME
                replacedBy  channels/turned/keys/k2
                revision  N
                etag  N
                """, terminal.printsAbout("keys revoke channels/turned/keys/k1"));
        terminal.refuses(4, "millrace: channels/turned/keys/k1: it is expired or revoked\n", "keys rotate turned/k1");

        assertEquals("", terminal.prints("keys delete turned/k1"));
        terminal.refuses(3, "millrace: channels/turned/keys/k1 is not there\n", "keys revoke turned/k1");
    }

    @Test
    void aKeyIsLeftAloneThatIsNotTheOneThatWasLookedAt() {
        channel("guarded");
        terminal.run("keys create guarded --id k1");
        for (String change : new String[] {"rotate", "revoke", "delete"}) {
            terminal.refuses(
                    4,
                    "millrace: channels/guarded/keys/k1: its etag is another one: it was changed since it was read;"
                            + " look at it again, and try again\n",
                    "keys " + change + " guarded/k1 --etag another");
        }
        assertTrue(terminal.prints("keys list guarded").contains("  active  "));
    }

    @Test
    void aKeyOfNoChannelAndOneThatWouldHaveEndedAreRefused() {
        channel("late");
        terminal.refuses(3, "millrace: channels/nowhere is not there\n", "keys create nowhere");
        terminal.refuses(1, """
                millrace: what was given is not right:
                  key.expireTime: must be in the future
                """, "keys create late --expires 2020-01-31T12:00:00Z");
    }

    @Test
    void playbackKeysAreOfTwoKindsAndAreRotatedAndRevokedToo() {
        channel("played");
        Ended signing = terminal.run("playback-keys create played --id p1");
        assertTrue(signing.output().matches(RANDOM), signing::output);
        assertEquals(madeOnce("channels/played/playbackKeys/p1"), signing.errors());
        Ended cdn = terminal.run("playback-keys create played --id c1 --kind cdn --display-name CDN");
        assertTrue(cdn.output().matches("mrc_c1_" + RANDOM), cdn::output);

        Ended rotated = terminal.run("playback-keys rotate played/p1 --id p2 --overlap 10m");
        assertTrue(rotated.output().matches(RANDOM), rotated::output);
        assertNotEquals(signing.output(), rotated.output());
        assertTrue(terminal.prints("playback-keys revoke played/c1").contains("\nstate        revoked\n"));

        assertEquals("""
                NAME  KIND  STATE  LABEL  CREATED  EXPIRES  REPLACED BY
                channels/played/playbackKeys/c1  cdn  revoked  CDN  TIME  -  -
                channels/played/playbackKeys/p1  signing  active  -  TIME  TIME  channels/played/playbackKeys/p2
                channels/played/playbackKeys/p2  signing  active  -  TIME  -  -
                """, terminal.printsAbout("playback-keys list played"));
        assertEquals("", terminal.prints("playback-keys delete played/c1"));
    }

    @Test
    void aTokenIsPrintedAsItIsTold() {
        channel("signed");
        terminal.run("playback-keys create signed --id p1");
        String words = "tokens issue signed --expires 2099-01-31T12:00:00Z --base-uri https://edge.example";

        Ended issued = terminal.run(words);
        String token = issued.output().strip();

        assertTrue(token.startsWith("mrt1."), token);
        assertEquals(
                "millrace: signed with channels/signed/playbackKeys/p1, until 2099-01-31T12:00:00Z\n", issued.errors());
        // The same is signed to the same.
        assertEquals(
                "https://edge.example/signed/?token=" + token + "\n",
                terminal.run(words + " --print query").output());
        assertEquals(
                "https://edge.example/" + token + "/signed/\n",
                terminal.run(words + " --print path").output());
        assertTrue(terminal.run(words + " --print cookie").output().contains(token + "; Path=/signed/; "));
    }

    @Test
    void aTokenThatCanNotBeSignedIsRefused() {
        channel("unsigned");
        terminal.refuses(
                4,
                "millrace: channels/unsigned: it has no active playback key of kind SIGNING: create one\n",
                "tokens issue unsigned --ttl 1h");
        terminal.run("playback-keys create unsigned --id p1");
        terminal.refuses(1, """
                millrace: what was given is not right:
                  pathPrefix: must begin with the channel's, /unsigned/
                """, "tokens issue unsigned --ttl 1h --path-prefix /other/");
        terminal.refuses(
                3,
                "millrace: channels/unsigned/playbackKeys/p2 is not there\n",
                "tokens issue unsigned --ttl 1h --key-id p2");
    }

    @Test
    void whoIsNotKnownOrMayNotIsTold() throws Exception {
        Path callers = terminal.file("callers.json", """
                {"tokens": [{"name": "looker", "role": "viewer", "sha256": "%s"}]}
                """.formatted(HexFormat.of()
                .formatHex(
                        MessageDigest.getInstance("SHA-256").digest("viewer-token".getBytes(StandardCharsets.UTF_8)))));
        Terminal closed = new Terminal(
                "http://127.0.0.1:"
                        + REPLICAS.start(Map.of(
                                        "millrace.control.open",
                                        "false",
                                        "millrace.control.callers",
                                        callers.toString()))
                                .port(),
                directory);
        Path token = closed.file("token", "viewer-token\n");

        closed.refuses(5, "millrace: a bearer token or a client certificate is needed" + CREDENTIALS, "channels list");
        closed.refuses(5, "millrace: nobody is known by the bearer token" + CREDENTIALS, "channels list --token wrong");
        assertTrue(closed.prints("channels list --token-file " + token).startsWith("NAME"));
        closed.refuses(
                5,
                "millrace: looker has viewer, and millrace.control.v1.ChannelService/CreateChannel needs the role operator\n",
                "channels create mine --path-prefix /mine/ --token-file " + token);
    }

    private void channel(String id) {
        terminal.prints("channels create " + id + " --path-prefix /" + id + "/");
    }

    private static String madeOnce(String name) {
        return "millrace: " + name + " was made; this is the only time that its secret is shown\n";
    }
}
