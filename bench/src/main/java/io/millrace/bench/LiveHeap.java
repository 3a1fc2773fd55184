package io.millrace.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** What a JVM's heap holds that is not garbage. */
final class LiveHeap {

    private static final double BYTES_PER_MIB = 1 << 20;

    private LiveHeap() {}

    /** After a collection of all its garbage, which asking causes; empty where the process is no JVM of this user's. */
    static OptionalDouble mib(long pid) throws InterruptedException {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid),
                            "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            try (var lines = jcmd.inputReader()) {
                OptionalDouble bytes = lines.lines()
                        .filter(line -> line.startsWith("Total"))
                        .mapToDouble(line -> Double.parseDouble(line.strip().split(" +", -1)[2]))
                        .findFirst();
                jcmd.waitFor();
                return bytes.isEmpty() ? bytes : OptionalDouble.of(bytes.getAsDouble() / BYTES_PER_MIB);
            }
        } catch (IOException _) {
            return OptionalDouble.empty();
        }
    }
}
