package io.millrace.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {

    @TempDir
    private Path directory;

    @Test
    void closeEndsTheProgramAndMayBeCalledTwice() {
        ChildProcess child = sleep();
        assertTrue(child.alive());
        child.close();
        child.close();
        assertFalse(child.alive());
        assertFalse(isRunning(child.pid()));
    }

    @Test
    void aProgramThatIgnoresSigtermIsKilled() {
        ChildProcess child = ChildProcess.start(
                "stubborn", List.of("/bin/sh", "-c", "trap '' TERM; while :; do sleep 0.1; done"), directory);
        child.close();
        assertFalse(isRunning(child.pid()));
    }

    @Test
    void aPausedProgramLivesAndCanBeClosed() {
        ChildProcess child = sleep();
        child.pause();
        assertTrue(child.alive());
        child.close();
        assertFalse(child.alive());
    }

    @Test
    void aProgramThatEndsEarlyIsReportedWithWhatItSaid() {
        ChildProcess child =
                ChildProcess.start("failing", List.of("/bin/sh", "-c", "echo no such thing; exit 3"), directory);
        ChildProcessException e =
                assertThrows(ChildProcessException.class, () -> child.awaitReady(Duration.ofSeconds(5), () -> false));
        assertTrue(e.getMessage().startsWith("failing ended with status 3 before it answered"), e.getMessage());
        assertTrue(e.getMessage().endsWith("no such thing"), e.getMessage());
    }

    @Test
    void aProgramThatDoesNotGetReadyIsClosed() {
        ChildProcess child = sleep();
        assertThrows(ChildProcessException.class, () -> child.awaitReady(Duration.ofMillis(50), () -> false));
        assertFalse(child.alive());
    }

    @Test
    void aProgramEndsWithTheJvmThatStartedItEvenBySigkill() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        ChildClasspath.ofThisJvm(),
                        Parent.class.getName(),
                        directory.toString())
                .start();
        long pid = Long.parseLong(parent.inputReader().readLine());
        assertTrue(isRunning(pid));
        parent.destroyForcibly().waitFor();
        long start = System.nanoTime();
        while (isRunning(pid) && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(5)) {
            Thread.sleep(10);
        }
        assertFalse(isRunning(pid));
    }

    /** A JVM that starts a child, says its process id, and waits to be killed. */
    static final class Parent {

        public static void main(String[] arguments) throws InterruptedException {
            ChildProcess child = ChildProcess.start("sleep", List.of("sleep", "600"), Path.of(arguments[0]));
            System.out.println(child.pid());
            Thread.sleep(Duration.ofMinutes(10));
        }
    }

    private ChildProcess sleep() {
        ChildProcess child = ChildProcess.start("sleep", List.of("sleep", "600"), directory);
        assertEquals("", child.logTail());
        return child;
    }

    private static boolean isRunning(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
