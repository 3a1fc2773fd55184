package io.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the services are, and what starts them: as Maven has packaged them below the root of the sources, or, each in a
 * directory with its flags ({@code jvm.args}), as they are in their images.
 */
final class Installation {

    private static final String AOT_CACHE = "app.aot";

    private final Path root;
    private final Optional<Path> installed;
    private final Path java;

    /**
     * @param root of the sources
     * @param installed the directory in which each service has one with its name
     * @param java the program that runs the services
     */
    Installation(Path root, Optional<Path> installed, Path java) {
        this.root = root;
        this.installed = installed;
        this.java = java;
    }

    /** @param service {@code ingest}, {@code edge}, {@code shaper} or {@code control} */
    Path jar(String service) {
        return installed
                .map(all -> all.resolve(service))
                .orElseGet(() -> root.resolve(module(service)).resolve("target/quarkus-app"))
                .resolve("quarkus-run.jar");
    }

    private static String module(String service) {
        return service.equals("control") ? "control-plane" : service + "-service";
    }

    /** What a service's JVM writes when it has learned. */
    Path cache(String service) {
        return jar(service).resolveSibling(AOT_CACHE);
    }

    /** Whether there is a cache that a service may start with: one is for the jar that it was made with. */
    boolean hasCache(String service) throws IOException {
        Path cache = cache(service);
        return Files.exists(cache)
                && Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(jar(service))) > 0;
    }

    /**
     * The command that runs a service.
     *
     * @param temporary where its JVM may write; without it, each would leave a directory in the usual place
     * @param flags further ones
     */
    List<String> command(String service, Path temporary, List<String> flags) {
        Path own = jar(service).resolveSibling("jvm.args");
        return command(java, installed.isPresent() ? own : flagsOfAll(), jar(service), temporary, flags);
    }

    /** The command of {@code up}, which is always run from the sources, by the JVM that runs the bench. */
    List<String> upCommand(Path temporary) {
        Path jar = root.resolve("standalone/target/quarkus-app/quarkus-run.jar");
        return command(ownJava(), flagsOfAll(), jar, temporary, List.of());
    }

    private Path flagsOfAll() {
        return root.resolve("deploy/jvm.args");
    }

    /** The program that runs the bench. */
    static Path ownJava() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private static List<String> command(Path java, Path arguments, Path jar, Path temporary, List<String> flags) {
        List<String> command =
                new ArrayList<>(List.of(java.toString(), "-Djava.io.tmpdir=" + temporary, "@" + arguments));
        command.addAll(flags);
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }
}
