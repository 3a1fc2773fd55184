package io.millrace.standalone;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A Redis on loopback that keeps everything in memory. Started and closed by whoever needs it; its data end with it. */
public final class RedisServer implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(10);

    private final int port;
    private final ChildProcess process;

    private RedisServer(int port, ChildProcess process) {
        this.port = port;
        this.process = process;
    }

    /**
     * Returns when it answers.
     *
     * @param workDirectory is created; holds its log, and its program if none is installed
     * @param extraArgs as on the command line of redis-server: {@code "--maxmemory", "64mb"}
     * @throws ChildProcessException if there is no Redis for this machine, or it does not start
     */
    public static RedisServer start(int port, Path workDirectory, String... extraArgs) {
        return start(RedisBinary.find(workDirectory.toAbsolutePath()), port, workDirectory, extraArgs);
    }

    static RedisServer start(Path binary, int port, Path workDirectory, String... extraArgs) {
        List<String> command = new ArrayList<>(List.of(
                binary.toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--protected-mode",
                "yes",
                "--save",
                "",
                "--appendonly",
                "no",
                "--maxmemory-policy",
                "noeviction",
                // The bug is about saving, which is off.
                "--ignore-warnings",
                "ARM64-COW-BUG"));
        command.addAll(List.of(extraArgs));
        ChildProcess process = ChildProcess.start("redis-" + port, command, workDirectory.toAbsolutePath());
        process.awaitReady(START_LIMIT, () -> answers(port, process.pid()));
        return new RedisServer(port, process);
    }

    /** Whether it is the process itself that answers, and not another one that had the port already. */
    private static boolean answers(int port, long pid) {
        try (RespConnection connection = new RespConnection(port)) {
            return Long.toString(pid)
                    .equals(connection.callForFields("INFO", "server").get("process_id"));
        } catch (IOException _) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    public ChildProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
