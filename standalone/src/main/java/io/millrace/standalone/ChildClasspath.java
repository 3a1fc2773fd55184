package io.millrace.standalone;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The classpath on which a child JVM finds the same classes as this one, with absolute paths. */
final class ChildClasspath {

    /** Where a Quarkus fast-jar keeps its jars; its own runner loads them from there by a class loader of its own. */
    private static final List<String> FAST_JAR_DIRECTORIES = List.of("app", "lib/main", "lib/boot");

    private ChildClasspath() {}

    static String ofThisJvm() {
        // Surefire may run the tests from a jar that has but a manifest, and then says here what is behind it.
        String own = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<Path> entries = Arrays.stream(own.split(File.pathSeparator, -1))
                .filter(entry -> !entry.isBlank())
                .map(entry -> Path.of(entry).toAbsolutePath())
                .toList();
        Path first = entries.getFirst();
        if (first.endsWith("quarkus-run.jar")) {
            entries = jarsOf(first.getParent());
        }
        return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static List<Path> jarsOf(Path application) {
        List<Path> jars = new ArrayList<>();
        for (String directory : FAST_JAR_DIRECTORIES) {
            try (Stream<Path> files = Files.list(application.resolve(directory))) {
                files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(jars::add);
            } catch (IOException e) {
                throw new ChildProcessException("The application's jars can't be listed: " + e, e);
            }
        }
        return jars;
    }
}
