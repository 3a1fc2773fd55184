package io.millrace.wire;

import io.netty.channel.unix.Errors;
import io.smallrye.config.ConfigValidationException;
import java.net.BindException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;

/** How a process that can't start or go on says why: one clear line for each fault, and a non-zero exit. */
public final class StartFailure {

    private static final String OURS = "io.millrace.";
    private static final String MANAGEMENT_PORT = "MILLRACE_MANAGEMENT_PORT";
    private static final String DEFAULT_MANAGEMENT_PORT = "9000";

    /** What SmallRye says of a value that is none. */
    private static final Pattern WRONG = Pattern.compile("The config property (?<property>\\S+) "
            + "(?:with the config value (?<value>\".*\") threw an Exception whilst being converted (?<reason>.*)"
            + "|is defined as the empty String .*)");

    /** SmallRye's numbers of its messages. */
    private static final Pattern CODE = Pattern.compile("\\b[A-Z]+\\d{5}: ");

    private StartFailure() {}

    /**
     * Ends the process; the last thing that a main method does.
     *
     * @param failure what ended it, or null
     */
    public static void exit(int code, Throwable failure) {
        if (failure != null) {
            lines(failure).forEach(line -> System.err.println("millrace: " + line));
        }
        System.exit(code);
    }

    /** What to tell the operator. A fault that nobody has foreseen comes with its stack trace. */
    static List<String> lines(Throwable failure) {
        List<Throwable> chain = Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .toList();
        for (Throwable cause : chain) {
            if (cause instanceof ConfigValidationException invalid) {
                return problems(invalid);
            }
            if (cause.getClass().getName().startsWith(OURS)) {
                return List.of(cause.getMessage());
            }
            if (ofManagementPort(cause)) {
                return List.of("the management port " + managementPort() + " can't be used (" + cause.getMessage()
                        + "): stop what uses it, or set " + MANAGEMENT_PORT);
            }
        }
        failure.printStackTrace();
        return List.of("this is a fault in Millrace: " + failure);
    }

    /** Of the ports only the management port is Quarkus's. Netty's native transport has an exception of its own. */
    private static boolean ofManagementPort(Throwable cause) {
        return cause instanceof BindException
                || cause instanceof Errors.NativeIoException
                || (cause instanceof IllegalArgumentException
                        && String.valueOf(cause.getMessage()).startsWith("port "));
    }

    private static String managementPort() {
        return ConfigProvider.getConfig()
                .getOptionalValue("millrace.management.port", String.class)
                .orElse(DEFAULT_MANAGEMENT_PORT);
    }

    /** A value that two mappings read is told once. */
    private static List<String> problems(ConfigValidationException invalid) {
        Set<String> lines = new LinkedHashSet<>();
        for (int i = 0; i < invalid.getProblemCount(); i++) {
            lines.add("a setting is wrong: " + problem(invalid.getProblem(i).getMessage()));
        }
        return List.copyOf(lines);
    }

    /** Names the setting as the environment does. */
    private static String problem(String message) {
        String plain =
                CODE.matcher(message).replaceAll("").replaceAll("\\s+", " ").replaceFirst("^[\\w.]+: ", "");
        Matcher wrong = WRONG.matcher(plain);
        if (!wrong.matches()) {
            return plain;
        }
        String property = wrong.group("property");
        String setting = property.equals("quarkus.http.port")
                ? MANAGEMENT_PORT
                : property.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        String value = wrong.group("value");
        return setting + (value == null ? " is empty" : " is " + value + " (" + wrong.group("reason") + ")");
    }
}
