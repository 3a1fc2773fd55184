package io.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What figures depend on beside the code: the machine, its software, what was asked for. */
final class Surroundings {

    private Surroundings() {}

    static Map<String, String> of(Options options) {
        Map<String, String> surroundings = new LinkedHashMap<>();
        surroundings.put("time", Instant.now().toString());
        surroundings.put("commit", commit(options.root()).orElse("unknown"));
        surroundings.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        surroundings.put("processor", field("/proc/cpuinfo", "model name"));
        surroundings.put("memory", field("/proc/meminfo", "MemTotal"));
        surroundings.put("kernel", System.getProperty("os.name") + ' ' + System.getProperty("os.version"));
        surroundings.put("JDK", System.getProperty("java.vm.vendor") + ' ' + System.getProperty("java.vm.version"));
        surroundings.put("load average before", line("/proc/loadavg", ""));
        surroundings.put("runs of each scenario", Integer.toString(options.runs()));
        if (options.quick()) {
            surroundings.put("quick", "yes: short runs, not warmed up, whose times and costs mean nothing");
        }
        surroundings.put("AOT caches", caches(options));
        surroundings.put("settings", options.settings().toString());
        surroundings.put("edge flags", String.join(" ", options.edgeFlags()));
        surroundings.put("ingest flags", String.join(" ", options.ingestFlags()));
        surroundings.values().removeIf(value -> value.isEmpty() || value.equals("{}"));
        return surroundings;
    }

    /** Whether the services start with what {@code ./millrace train} has made. */
    private static String caches(Options options) {
        try {
            return !options.learned() ? "left out" : options.installation().hasCache("edge") ? "used" : "none";
        } catch (IOException _) {
            return "none";
        }
    }

    private static String field(String file, String name) {
        String line = line(file, name);
        return line.substring(line.indexOf(':') + 1).strip();
    }

    private static String line(String file, String start) {
        try {
            return Files.readString(Path.of(file))
                    .lines()
                    .filter(line -> line.startsWith(start))
                    .findFirst()
                    .orElse("");
        } catch (IOException _) {
            return "";
        }
    }

    private static Optional<String> commit(Path root) {
        try {
            Process git = new ProcessBuilder("git", "-C", root.toString(), "describe", "--always", "--dirty")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (var output = git.inputReader()) {
                String line = output.readLine();
                return git.waitFor(5, TimeUnit.SECONDS) ? Optional.ofNullable(line) : Optional.empty();
            }
        } catch (IOException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
