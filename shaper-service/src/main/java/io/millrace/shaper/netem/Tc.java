package io.millrace.shaper.netem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The program tc (iproute2). Blocks while it runs. */
final class Tc {

    private final List<String> program;

    /** @param program tc, or what runs it */
    Tc(List<String> program) {
        this.program = List.copyOf(program);
    }

    /**
     * Runs it.
     *
     * @return what it complained of; empty where it did what it was told
     */
    Optional<String> run(String... arguments) {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0
                    ? Optional.empty()
                    : Optional.of(said.strip().replace('\n', ' '));
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("it was interrupted");
        }
    }
}
