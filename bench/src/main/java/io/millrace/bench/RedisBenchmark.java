package io.millrace.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What Redis alone takes, as redis-benchmark finds it: as many XADD of entries as large as those of an upload. */
record RedisBenchmark(DebianProgram program, Servers servers) {

    static final String NAME = "xadd";

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String KEY = "bench:xadd";
    /** With so many Redis takes the most: fewer leave it waiting, more take turns. */
    private static final int CONNECTIONS = 16;

    /** @throws DebianProgram.MissingException where there is no redis-benchmark */
    static RedisBenchmark find(Options options, Servers servers) throws InterruptedException {
        return new RedisBenchmark(DebianProgram.find("redis-benchmark", "redis-tools", options, servers), servers);
    }

    Figures execute(Load load, Millrace over) throws IOException, InterruptedException {
        List<String> command = List.of(
                program.file().toString(),
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(over.redisPort()),
                "-c",
                Integer.toString(CONNECTIONS),
                "-n",
                Integer.toString(load.chunks()),
                "--csv",
                "XADD",
                KEY,
                "*",
                "b",
                "x".repeat(load.chunkBytes()));
        Usage usage = new Usage(Map.of("redis", over.processes().get("redis")));
        String output = servers.start(NAME, command, program.environment()).awaitEnd(LIMIT);
        Map<String, Double> values = new LinkedHashMap<>();
        usage.end(values);
        // It is its own load generator.
        values.remove("cpu_bench_s");
        double gb = load.objectBytes() / 1e9;
        values.put("in_gb", gb);
        values.put("in_gb_per_s", requestsPerSecond(output) * load.chunkBytes() / 1e9);
        values.put("cpu_all_s_per_gb", values.get("cpu_all_s") / gb);
        forget(over.redisPort());
        return new Figures(values, List.of());
    }

    /** The second column of the last line: {@code "XADD ...","16318.73",...}. */
    static double requestsPerSecond(String csv) throws IOException {
        String[] columns = csv.substring(csv.lastIndexOf("XADD ") + 1).split("\",\"", -1);
        if (columns.length < 2) {
            throw new IOException("redis-benchmark said " + csv);
        }
        return Double.parseDouble(columns[1]);
    }

    private static void forget(int port) throws IOException {
        try (Socket redis = new Socket()) {
            redis.connect(Server.loopback(port));
            OutputStream out = redis.getOutputStream();
            out.write(("UNLINK " + KEY + "\r\n").getBytes(StandardCharsets.US_ASCII));
            int _ = redis.getInputStream().read();
        }
    }
}
