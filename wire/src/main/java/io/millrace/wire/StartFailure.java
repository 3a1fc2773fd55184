package io.millrace.wire;

import io.smallrye.config.ConfigValidationException;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How a process that can't start or go on says why: one clear line for each fault, and a non-zero exit. */
public final class StartFailure {

    private static final String OURS = "io.millrace.";

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
            if (cause instanceof BindException) {
                return List.of("the management port can't be used (" + cause.getMessage()
                        + "): stop what uses it, or set MILLRACE_MANAGEMENT_PORT");
            }
        }
        failure.printStackTrace();
        return List.of("this is a fault in Millrace: " + failure);
    }

    private static List<String> problems(ConfigValidationException invalid) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < invalid.getProblemCount(); i++) {
            // SmallRye starts each with the class and the code of the message.
            String problem = invalid.getProblem(i).getMessage().replaceFirst("^[\\w.]+: ", "");
            lines.add("a setting is wrong: "
                    + problem.replaceFirst("^[A-Z]+\\d+: ", "").replaceAll("\\s+", " "));
        }
        return lines;
    }
}
