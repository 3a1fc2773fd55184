package io.millrace.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tells where figures of a server are those of the bench or of the machine, and the server itself might do better. */
final class Bottleneck {

    private static final double BUSY_PERCENT = 90;
    /** More than what the kernel does that it counts for nobody. */
    private static final double OTHERS_PERCENT = 15;

    private Bottleneck() {}

    static List<String> notes(Map<String, Figures> medians) {
        List<String> notes = new ArrayList<>();
        medians.forEach((server, median) -> {
            double thread = median.find("reader_thread_percent").orElse(0.0);
            if (thread >= BUSY_PERCENT) {
                notes.add(String.format(
                        Locale.ROOT,
                        "%s: **the bench was the limit**: its reader thread was busy %.0f %% of the time",
                        server,
                        thread));
            }
            double machine = median.find("machine_cpu_s").orElse(0.0);
            if (machine == 0 || median.find("cpu_bench_s").isEmpty()) {
                return;
            }
            double busy = median.get("machine_busy_percent");
            double bench = 100 * median.get("cpu_bench_s") / machine;
            double others = busy - bench - 100 * median.get("cpu_all_s") / machine;
            if (busy >= BUSY_PERCENT) {
                notes.add(String.format(
                        Locale.ROOT,
                        "%s: **the machine was the limit**: busy to %.0f %%, %.0f %% of it with the load generator; the"
                                + " server alone may do more",
                        server,
                        busy,
                        bench));
            }
            if (others >= OTHERS_PERCENT) {
                notes.add(String.format(
                        Locale.ROOT, "%s: **the machine was not its own**: others used %.0f %% of it", server, others));
            }
        });
        return notes;
    }
}
