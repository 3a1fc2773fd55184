package io.millrace.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** What a terminal is sent; the tests' has no size, which is taken for 24 rows. */
class ScreenTest {

    private final StringWriter sent = new StringWriter();

    @Test
    void ofMoreLinesThanThereAreRowsTheRestIsCounted() {
        try (Screen screen = new Screen(new PrintWriter(sent))) {
            screen.show(Collections.nCopies(40, "row"));
        }
        assertEquals(22, sent.toString().split("row", -1).length - 1);
        assertTrue(sent.toString().contains("\nand 18 more"), sent::toString);
    }

    @Test
    void theTerminalIsLeftAsItWas() {
        try (Screen screen = new Screen(new PrintWriter(sent))) {
            screen.show(Collections.nCopies(3, "row"));
        }
        assertTrue(sent.toString().startsWith("\033[?1049h"));
        assertTrue(sent.toString().endsWith("\033[?1049l"));
    }
}
