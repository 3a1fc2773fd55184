package io.millrace.management;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * An environment variable that looks like a setting and is none, so that it does nothing: most often a slip of the pen.
 *
 * @param meant the setting that is spelled much alike, if there is one
 */
record UnknownVariable(String name, Optional<String> meant) {

    private static final String OURS = "MILLRACE_";

    /** What is no setting of a process and is read all the same: by the script that starts it. */
    private static final Set<String> OF_THE_SCRIPT = Set.of("MILLRACE_JAVA_OPTS");

    /** Several services may be given the same environment: what is another one's is not judged. */
    private static final Set<String> SERVICES = Set.of("INGEST", "EDGE", "SHAPER", "CONTROL");

    /** Kubernetes tells of a Service named {@code millrace-…} so, to every container beside it. */
    private static final Pattern OF_KUBERNETES = Pattern.compile(
            "MILLRACE_(?:.+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_.+)?|PORT_\\d+_(?:TCP|UDP|SCTP)(?:_.+)?)");

    /** Letters that may be wrong in a name that still says what was meant. */
    private static final int MOST_SLIPS = 3;

    /** Those among the names of environment variables, in their order. */
    static List<UnknownVariable> among(Iterable<String> environment, Settings settings) {
        return StreamSupport.stream(environment.spliterator(), false)
                .filter(name -> name.startsWith(OURS))
                .filter(name -> !OF_THE_SCRIPT.contains(name))
                .filter(name -> !OF_KUBERNETES.matcher(name).matches())
                .filter(name -> !ofAnotherService(name, settings))
                .filter(name -> settings.all().stream().noneMatch(setting -> setting.isSetBy(name)))
                .sorted()
                .map(name -> new UnknownVariable(name, meant(name, settings)))
                .toList();
    }

    @Override
    public String toString() {
        return name + meant.map(setting -> " (" + setting + "?)").orElse("");
    }

    private static boolean ofAnotherService(String name, Settings settings) {
        String service = name.substring(OURS.length()).split("_", 2)[0];
        return SERVICES.contains(service)
                && settings.all().stream()
                        .noneMatch(setting -> setting.variable().startsWith(OURS + service + "_"));
    }

    private static Optional<String> meant(String name, Settings settings) {
        return settings.all().stream()
                .map(Setting::variable)
                .map(variable -> new Alike(variable, slips(name, variable)))
                .filter(alike -> alike.slips <= MOST_SLIPS)
                .min(Comparator.comparingInt(Alike::slips))
                .map(Alike::variable);
    }

    private record Alike(String variable, int slips) {}

    /** Letters to change, add or leave out to come from one word to the other (Levenshtein's distance). */
    private static int slips(String one, String other) {
        int[] row = IntStream.rangeClosed(0, other.length()).toArray();
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
