package io.millrace.cli.live;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A terminal's screen of its own, on which each table takes the place of the one before; when it is closed, the terminal is as
 * it was. For one thread.
 */
final class Screen implements AutoCloseable {

    private static final String ENTER = "\033[?1049h\033[?25l\033[?7l";
    private static final String LEAVE = "\033[?7h\033[?25h\033[?1049l";
    private static final String TOP = "\033[H";
    private static final String CLEAR_TO_END_OF_LINE = "\033[K";
    private static final String CLEAR_BELOW = "\033[J";
    private static final int ROWS_IF_UNKNOWN = 24;

    private final PrintWriter out;
    private final Thread leaving = new Thread(this::leave, "millrace-screen");

    Screen(PrintWriter out) {
        this.out = out;
        // After Ctrl-C as well.
        Runtime.getRuntime().addShutdownHook(leaving);
        out.print(ENTER);
        out.flush();
    }

    /** Shows lines; of those for which there is no room, how many they are. */
    void show(List<String> lines) {
        int rows = rows();
        boolean fits = lines.size() < rows;
        int shown = fits ? lines.size() : Math.max(1, rows - 2);
        StringBuilder screen = new StringBuilder(TOP);
        lines.subList(0, shown)
                .forEach(
                        line -> screen.append(line).append(CLEAR_TO_END_OF_LINE).append('\n'));
        if (!fits) {
            screen.append("and ").append(lines.size() - shown).append(" more").append(CLEAR_TO_END_OF_LINE);
        }
        out.print(screen.append(CLEAR_BELOW));
        out.flush();
    }

    @Override
    public void close() {
        if (Runtime.getRuntime().removeShutdownHook(leaving)) {
            leave();
        }
    }

    private void leave() {
        out.print(LEAVE);
        out.flush();
    }

    /** The JDK does not tell it; it may change at any time. */
    private static int rows() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (stty.waitFor(1, TimeUnit.SECONDS) && stty.exitValue() == 0) {
                String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                int rows = Integer.parseInt(size.split(" ", 2)[0].strip());
                return rows > 0 ? rows : ROWS_IF_UNKNOWN;
            }
            stty.destroyForcibly();
        } catch (IOException | NumberFormatException e) {
            // No terminal, or no stty.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ROWS_IF_UNKNOWN;
    }
}
