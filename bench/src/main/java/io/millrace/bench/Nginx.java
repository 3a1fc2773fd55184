package io.millrace.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Debian's nginx, which serves finished objects from files. */
record Nginx(int port, Path directory, Server server) implements Target {

    static final String NAME = "nginx";

    /** @throws DebianProgram.MissingException where there is none */
    static Nginx start(Options options, Servers servers) throws IOException, InterruptedException {
        DebianProgram program = DebianProgram.find("nginx", "nginx", options, servers);
        int port = Server.freePort();
        Path directory = Files.createTempDirectory(servers.work(), "nginx");
        Path configuration = directory.resolve("nginx.conf");
        Files.writeString(configuration, configuration(port, directory));
        Server server = servers.start(
                "nginx",
                List.of(
                        program.file().toString(),
                        "-e",
                        "stderr",
                        "-p",
                        directory.toString(),
                        "-c",
                        configuration.toString()),
                program.environment());
        server.awaitListening(port);
        return new Nginx(port, directory, server);
    }

    private static String configuration(int port, Path directory) {
        // Its workers read files that are the bench's own.
        return """
                user %3$s;
                worker_processes auto;
                pid %2$s/nginx.pid;
                error_log stderr;
                daemon off;
                events { worker_connections 8192; }
                http {
                  access_log off;
                  sendfile on;
                  tcp_nopush on;
                  keepalive_requests 100000000;
                  open_file_cache max=1000;
                  types {}
                  default_type application/octet-stream;
                  client_body_temp_path %2$s/body;
                  proxy_temp_path %2$s/proxy;
                  fastcgi_temp_path %2$s/fastcgi;
                  uwsgi_temp_path %2$s/uwsgi;
                  scgi_temp_path %2$s/scgi;
                  server { listen 127.0.0.1:%1$d; root %2$s/www; }
                }
                """.formatted(port, directory, System.getProperty("user.name"));
    }

    @Override
    public boolean place(String path, Load load, Payload payload) throws IOException {
        Path file = directory.resolve("www" + path);
        Files.createDirectories(file.getParent());
        MemorySegment stamp = MemorySegment.ofArray(new byte[Payload.STAMP_BYTES]);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int chunk = 0; chunk < load.chunks(); chunk++) {
                long now = System.nanoTime();
                Payload.stamp(stamp, chunk, now, now);
                out.write(stamp.toArray(ValueLayout.JAVA_BYTE));
                out.write(payload.filler(chunk).toArray(ValueLayout.JAVA_BYTE));
            }
        }
        return true;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public InetSocketAddress in() {
        throw new UnsupportedOperationException("nginx takes no uploads here");
    }

    @Override
    public InetSocketAddress out() {
        return Server.loopback(port);
    }

    @Override
    public Map<String, List<Long>> processes() {
        return Map.of(
                NAME, server.descendants().stream().map(ProcessHandle::pid).toList());
    }

    @Override
    public String deliverer() {
        return NAME;
    }

    @Override
    public void restart() {
        throw new UnsupportedOperationException("nginx is measured as it is");
    }
}
