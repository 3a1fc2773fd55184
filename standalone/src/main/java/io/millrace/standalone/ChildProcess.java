package io.millrace.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A program that runs beside this JVM and never outlives it: {@link #close} ends it, and so does the end of this JVM, be
 * it by SIGKILL. The terminal's Ctrl-C does not reach it, so that this JVM decides when it ends.
 *
 * <p>Between the two stands a shell. It sees this JVM's end as the end of its standard input, which nothing else holds
 * open. Standard output and error of the program go to a log in its work directory. May be used from any thread.
 */
public final class ChildProcess implements AutoCloseable {

    /** Says the program's process id, waits for its end, and kills it when standard input ends before. */
    private static final String WATCH = """
            exec 3<&0
            "$@" </dev/null >&2 3<&- &
            child=$!
            (read -r _ <&3; kill -KILL $child) >/dev/null 2>&1 &
            watch=$!
            set +m
            trap '' HUP INT TERM
            echo $child
            wait $child
            status=$?
            kill -KILL $watch 2>/dev/null
            exit $status
            """;

    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration TERMINATE_LIMIT = Duration.ofSeconds(5);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(2);

    private final String name;
    private final Path log;
    private final Process shell;
    private final long pid;
    private volatile boolean paused;

    private ChildProcess(String name, Path log, Process shell, long pid) {
        this.name = name;
        this.log = log;
        this.shell = shell;
        this.pid = pid;
    }

    /** Starts a command in a directory, which is created; the log is the name's file there, and is appended to. */
    static ChildProcess start(String name, List<String> command, Path workDirectory) {
        Path log = workDirectory.resolve(name + ".log");
        try {
            Files.createDirectories(workDirectory);
            Process shell = new ProcessBuilder(watched(command))
                    .directory(workDirectory.toFile())
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            String pid = shell.inputReader().readLine();
            if (pid == null) {
                throw new ChildProcessException(name + " can't be started: " + LogTail.of(log));
            }
            return new ChildProcess(name, log, shell, Long.parseLong(pid));
        } catch (IOException e) {
            throw new ChildProcessException(name + " can't be started: " + e.getMessage(), e);
        }
    }

    /** A session of its own where there is setsid (Linux), else a job, which is a process group of its own (macOS). */
    private static List<String> watched(List<String> command) {
        Optional<Path> setsid = SearchPath.find("setsid");
        List<String> watched = new ArrayList<>();
        setsid.ifPresent(program -> watched.add(program.toString()));
        watched.addAll(List.of("/bin/sh", "-c", setsid.isPresent() ? WATCH : "set -m\n" + WATCH, "watch"));
        watched.addAll(command);
        return watched;
    }

    /** The program's process id, not the shell's. */
    public long pid() {
        return pid;
    }

    public boolean alive() {
        return shell.isAlive();
    }

    /** The last lines that it wrote, this time or in a run before. */
    public String logTail() {
        return LogTail.of(log);
    }

    /** Stops it in its tracks (SIGSTOP): its connections stay open and nobody answers. */
    public void pause() {
        signal("STOP");
        paused = true;
    }

    /** Lets it go on after {@link #pause}. */
    public void resume() {
        signal("CONT");
        paused = false;
    }

    /** Ends it as a crash would (SIGKILL); returns when it is gone. */
    public void kill() {
        try {
            // The shell takes the end of its input for the end of this JVM.
            shell.getOutputStream().close();
        } catch (IOException e) {
            throw new ChildProcessException(name + " can't be killed: " + e.getMessage(), e);
        }
        boolean interrupted = Thread.interrupted();
        boolean ended = endsWithin(KILL_LIMIT);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!ended) {
            throw new ChildProcessException(name + " (process " + pid + ") is still there after SIGKILL");
        }
    }

    /**
     * Returns when a condition holds.
     *
     * @throws ChildProcessException if the program ended or the limit has passed before; the program is closed then
     */
    void awaitReady(Duration limit, BooleanSupplier ready) {
        long start = System.nanoTime();
        while (!ready.getAsBoolean()) {
            if (!alive()) {
                close();
                throw new ChildProcessException(name + " ended with status " + shell.exitValue()
                        + " before it answered; " + log + " ends with:\n" + logTail());
            }
            if (System.nanoTime() - start > limit.toNanos()) {
                close();
                throw new ChildProcessException(name + " did not answer within " + limit.toSeconds() + " s; " + log
                        + " ends with:\n" + logTail());
            }
            boolean _ = endsWithin(POLL);
            if (Thread.currentThread().isInterrupted()) {
                close();
                throw new ChildProcessException("Interrupted while " + name + " was starting");
            }
        }
    }

    /** Asks it to end (SIGTERM), and kills it if it does not within 5 seconds; returns when it is gone. */
    @Override
    public void close() {
        if (alive()) {
            if (paused) {
                resume();
            }
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
            boolean _ = endsWithin(TERMINATE_LIMIT);
        }
        kill();
    }

    private boolean endsWithin(Duration limit) {
        try {
            return shell.waitFor(limit);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return !alive();
        }
    }

    private void signal(String signal) {
        try {
            // The shell's own kill: there may be no program of that name.
            Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + pid)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (kill.waitFor() != 0) {
                throw new ChildProcessException(name + " (process " + pid + ") can't be sent SIG" + signal);
            }
        } catch (IOException e) {
            throw new ChildProcessException(name + " can't be sent SIG" + signal + ": " + e.getMessage(), e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
