package io.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux tells of a process and of the machine. All answers are 0 where it tells nothing, or when the process is gone. */
final class ProcFs {

    /** CPU time of all processors together: all of it, and what was not idle. */
    record Machine(double seconds, double busySeconds) {

        Machine since(Machine start) {
            return new Machine(seconds - start.seconds, busySeconds - start.busySeconds);
        }
    }

    /** Of the first line of {@code /proc/stat}: those that are parts of no other, of which two are idle. */
    private static final int KINDS_OF_TIME = 8;

    private static final int IDLE = 3;
    private static final int WAITING_FOR_DISK = 4;
    /** Of {@code /proc/PID/stat}, counted from the field after the program's name. */
    private static final int USER_TICKS = 11;

    private static final int SYSTEM_TICKS = 12;
    /** USER_HZ, which is 100 on every platform that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private ProcFs() {}

    /** User and system time of all its threads. */
    static double cpuSeconds(long pid) {
        String stat = read(pid, "stat");
        if (stat.isEmpty()) {
            return 0;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) / TICKS_PER_SECOND;
    }

    /** Since it was started. */
    static Machine machine() {
        String stat = read(Path.of("/proc/stat"));
        if (!stat.startsWith("cpu ")) {
            return new Machine(0, 0);
        }
        String[] fields = stat.substring(0, stat.indexOf('\n')).split(" +", -1);
        double all = 0;
        double idle = 0;
        for (int i = 0; i < KINDS_OF_TIME; i++) {
            double seconds = Long.parseLong(fields[i + 1]) / TICKS_PER_SECOND;
            all += seconds;
            idle += i == IDLE || i == WAITING_FOR_DISK ? seconds : 0;
        }
        return new Machine(all, all - idle);
    }

    /** Memory that it has now. */
    static double residentMib(long pid) {
        return status(pid, "VmRSS:");
    }

    /** The most that it has had since {@link #forgetPeak}. */
    static double peakMib(long pid) {
        return status(pid, "VmHWM:");
    }

    /** From now on the peak is that of what follows, where this is permitted. */
    static void forgetPeak(long pid) {
        try {
            Files.writeString(Path.of("/proc", Long.toString(pid), "clear_refs"), "5");
        } catch (IOException _) {
            // Then it is the peak of the process's whole life.
        }
    }

    private static double status(long pid, String key) {
        return read(pid, "status")
                .lines()
                .filter(line -> line.startsWith(key))
                .findFirst()
                .map(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .orElse(0.0);
    }

    private static String read(long pid, String file) {
        return read(Path.of("/proc", Long.toString(pid), file));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException _) {
            return "";
        }
    }
}
