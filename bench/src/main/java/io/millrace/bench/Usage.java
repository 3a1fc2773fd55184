package io.millrace.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What a target's processes, the bench itself and the whole machine use from here to {@link #end}. */
final class Usage {

    private final Map<String, List<Long>> processes;
    private final Map<String, Double> cpuAtStart;
    private final double ownCpuAtStart = ownCpuSeconds();
    private final ProcFs.Machine machineAtStart = ProcFs.machine();

    Usage(Map<String, List<Long>> processes) {
        this.processes = processes;
        processes.values().forEach(pids -> pids.forEach(ProcFs::forgetPeak));
        this.cpuAtStart = sums(ProcFs::cpuSeconds);
    }

    /** Writes what it came to: CPU seconds and peak memory by role, and how much of the machine was left. */
    void end(Map<String, Double> values) {
        ProcFs.Machine machine = ProcFs.machine().since(machineAtStart);
        double own = ownCpuSeconds() - ownCpuAtStart;
        double all = 0;
        for (Map.Entry<String, Double> role : sums(ProcFs::cpuSeconds).entrySet()) {
            double used = role.getValue() - cpuAtStart.get(role.getKey());
            values.put("cpu_" + role.getKey() + "_s", used);
            all += used;
        }
        values.put("cpu_all_s", all);
        values.put("cpu_bench_s", own);
        if (machine.seconds() > 0) {
            values.put("machine_busy_percent", 100 * machine.busySeconds() / machine.seconds());
            values.put("machine_cpu_s", machine.seconds());
        }
        sums(ProcFs::peakMib).forEach((role, mib) -> values.put("peak_" + role + "_mib", mib));
    }

    private Map<String, Double> sums(ToDoubleFunction<Long> figure) {
        Map<String, Double> sums = new LinkedHashMap<>();
        processes.forEach(
                (role, pids) -> sums.put(role, pids.stream().mapToDouble(figure).sum()));
        return sums;
    }

    private static double ownCpuSeconds() {
        return ProcFs.cpuSeconds(ProcessHandle.current().pid());
    }
}
