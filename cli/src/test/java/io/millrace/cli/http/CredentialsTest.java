package io.millrace.cli.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.cli.CommandFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who the client says it is. */
class CredentialsTest {

    private static final Optional<String> BASIC = Optional.of("Basic bWU6c2VjcmV0");
    private static final Optional<String> BEARER = Optional.of("Bearer t0k3n");

    @TempDir
    private Path directory;

    @Test
    void theyAreGivenAsOptions() {
        assertEquals(BASIC, header(Map.of(), "--user", "me:secret"));
        assertEquals(BEARER, header(Map.of(), "--token", "t0k3n"));
    }

    @Test
    void filesKeepThemOutOfTheListOfProcesses() throws Exception {
        Path user = Files.writeString(directory.resolve("user"), "me:secret\n");
        Path token = Files.writeString(directory.resolve("token"), "t0k3n\n");
        assertEquals(BASIC, header(Map.of(), "--user-file", user.toString()));
        assertEquals(BEARER, header(Map.of(), "--token-file", token.toString()));
    }

    @Test
    void soDoesTheEnvironmentWhichOptionsGoBefore() {
        assertEquals(BASIC, header(Map.of("MILLRACE_USER", "me:secret")));
        assertEquals(BEARER, header(Map.of("MILLRACE_TOKEN", "t0k3n")));
        assertEquals(BASIC, header(Map.of("MILLRACE_TOKEN", "other"), "--user", "me:secret"));
    }

    @Test
    void nobodyMayBeTwo() {
        assertThrows(CommandFailedException.class, () -> header(Map.of(), "--user", "a:b", "--token", "c"));
    }

    @Test
    void aUserWithoutAPasswordIsATypingError() {
        assertThrows(CommandFailedException.class, () -> header(Map.of(), "--user", "me"));
    }

    @Test
    void theyAreNotPrinted() {
        Credentials credentials = Credentials.of(PutTest.options("--user", "me:secret"), Map.of());
        assertTrue(credentials.header().isPresent());
        assertFalse(credentials.toString().contains("bWU6c2VjcmV0"));
    }

    private static Optional<String> header(Map<String, String> environment, String... words) {
        return Credentials.of(PutTest.options(words), environment).header();
    }
}
