package io.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands say of themselves, word for word: {@code src/test/resources/help}. */
class HelpTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "push", "tail", "doctor", "shape"})
    void helpIsAsAgreed(String command) throws IOException {
        Ran ran = command.isEmpty() ? Ran.command("--help") : Ran.command(command, "--help");
        assertEquals(golden(command.isEmpty() ? "millrace" : command), ran.output());
        assertEquals(ExitCode.OK, ran.code());
        assertEquals("", ran.errors());
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = HelpTest.class.getResourceAsStream("/help/" + name + ".txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
