package io.millrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.standalone.Program;
import io.millrace.standalone.Repository;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The images, as {@code ./millrace images --from-debian} builds them of what is packaged; once for all tests. */
public final class Images {

    private static final Duration LIMIT = Duration.ofMinutes(20);

    private static List<String> built = List.of();

    private Images() {}

    /**
     * The reference of an image, which is built first if no test has asked for one yet.
     *
     * @param name such as {@code edge} or {@code trial-redis}
     */
    public static synchronized String named(String name) {
        if (built.isEmpty()) {
            built = build();
        }
        return built.stream()
                .filter(image -> image.startsWith("millrace/" + name + ':'))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> build() {
        ProcessBuilder script =
                new ProcessBuilder(Repository.file("deploy/images/build").toString(), "--from-debian");
        script.environment().put("JAVA_HOME", System.getProperty("java.home"));
        try (Program build = Program.start(script)) {
            assertEquals(0, build.exitCode(LIMIT), build::toString);
            return build.output().lines().toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
