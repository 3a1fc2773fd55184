package io.millrace.doctor;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.standalone.FreePorts;
import io.millrace.standalone.Http;
import io.millrace.standalone.Millrace;
import io.millrace.standalone.Program;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A HAProxy in front of a Millrace: a listener for each way, with settings of its own. */
final class Haproxy implements AutoCloseable {

    private final int in = FreePorts.pick();
    private final int out = FreePorts.pick();
    private final Program program;

    /**
     * Returns when it listens.
     *
     * @param ingest settings of the way in, each a line
     * @param edge settings of the way out
     */
    Haproxy(Millrace millrace, Path directory, List<String> ingest, List<String> edge) throws IOException {
        Path files = Files.createTempDirectory(directory, "haproxy-");
        Path configuration = Files.writeString(files.resolve("haproxy.cfg"), """
                defaults
                  mode http
                  timeout connect 5s
                listen in
                  bind 127.0.0.1:%d
                  %s
                  server ingest %s
                listen out
                  bind 127.0.0.1:%d
                  %s
                  server edge %s
                """.formatted(
                        in,
                        String.join("\n  ", ingest),
                        millrace.ingest("/").getRawAuthority(),
                        out,
                        String.join("\n  ", edge),
                        millrace.edge("/").getRawAuthority()));
        program =
                Program.start(List.of(Installed.program("haproxy", "haproxy"), "-db", "-f", configuration.toString()));
        Http client = new Http();
        await().until(() -> !program.running() || client.status(out("/")) != -1);
        assertTrue(program.running(), program::toString);
    }

    URI in(String path) {
        return Millrace.at(in, path);
    }

    URI out(String path) {
        return Millrace.at(out, path);
    }

    @Override
    public void close() {
        program.close();
    }
}
