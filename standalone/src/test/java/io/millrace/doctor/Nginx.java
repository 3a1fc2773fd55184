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

/** An nginx in front of a Millrace: a server for each way, with settings of its own. */
final class Nginx implements AutoCloseable {

    private final int in = FreePorts.pick();
    private final int out = FreePorts.pick();
    private final Program program;

    /**
     * Returns when it listens.
     *
     * @param http settings for both
     * @param ingest settings of the way in
     * @param edge settings of the way out
     */
    Nginx(Millrace millrace, Path directory, String http, String ingest, String edge) throws IOException {
        Path files = Files.createTempDirectory(directory, "nginx-");
        Path configuration = Files.writeString(files.resolve("nginx.conf"), """
                daemon off; master_process off; pid %1$s/pid; error_log %1$s/error.log;
                events {}
                http {
                  access_log off; client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi; uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
                  %2$s
                  server { listen 127.0.0.1:%3$d; location / { proxy_pass %4$s; %5$s } }
                  server { listen 127.0.0.1:%6$d; location / { proxy_pass %7$s; %8$s } }
                }
                """.formatted(
                        files,
                        http.replace("{files}", files.toString()),
                        in,
                        root(millrace.ingest("/")),
                        ingest,
                        out,
                        root(millrace.edge("/")),
                        edge));
        program = Program.start(List.of(
                Installed.program("nginx", "nginx-light"),
                "-p",
                files.toString(),
                "-c",
                configuration.toString(),
                "-e",
                files.resolve("error.log").toString()));
        Http client = new Http();
        await().until(() -> !program.running() || client.status(out("/")) != -1);
        assertTrue(program.running(), program::toString);
    }

    private static String root(URI uri) {
        return "http://" + uri.getRawAuthority();
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
