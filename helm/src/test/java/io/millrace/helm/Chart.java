package io.millrace.helm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The chart, in a copy: Helm leaves hooks out of what it renders, so here `helm test` is no hook. */
final class Chart {

    static final String NAMESPACE = "media";
    static final String RELEASE = "millrace";

    private static final String KUBERNETES = "1.33.0";
    private static final Path COPY = copy(Path.of("target", "chart"));

    private Chart() {}

    /** What is installed with these values, of which those of the chart are the base. Throws what Helm says where it refuses. */
    static Rendered render(ObjectNode values) {
        return render(RELEASE, values);
    }

    static Rendered render(String release, ObjectNode values) {
        Cluster.get();
        Path file = write(values);
        try {
            return new Rendered(Yaml.documents(new Helm(COPY)
                    .template()
                    .withName(release)
                    .withNamespace(NAMESPACE)
                    .withKubeVersion(KUBERNETES)
                    .withValuesFile(file)
                    .call()));
        } finally {
            delete(file);
        }
    }

    static Rendered render(String values) {
        return render(Yaml.map(values));
    }

    /** What is told to who installs it. */
    static String notes(ObjectNode values) {
        Path file = write(values);
        try {
            return new Helm(COPY)
                    .install()
                    .withName(RELEASE)
                    .withNamespace(NAMESPACE)
                    .withKubeVersion(KUBERNETES)
                    .withValuesFile(file)
                    .clientOnly()
                    .dryRun()
                    .withDryRunOption(DryRun.CLIENT)
                    .call()
                    .getOutput();
        } finally {
            delete(file);
        }
    }

    /** What `helm lint --strict` says of the chart with these values. */
    static LintResult lint(ObjectNode values) {
        Path copy = copy(Path.of("target", "lint"));
        try {
            Files.writeString(copy.resolve("values.yaml"), Yaml.text(Yaml.merged(values(), values)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Helm(copy).lint().strict().call();
    }

    /** The chart's own values. */
    static ObjectNode values() {
        return Yaml.map(Repository.CHART.resolve("values.yaml"));
    }

    private static Path write(ObjectNode values) {
        try {
            return Files.writeString(Files.createTempFile(Path.of("target"), "values", ".yaml"), Yaml.text(values));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path copy(Path to) {
        try (Stream<Path> files = Files.walk(Repository.CHART, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copied = to.resolve(Repository.CHART.relativize(file).toString());
                Files.createDirectories(copied.getParent());
                Files.writeString(copied, Files.readString(file).replaceAll("(?m)^ *helm\\.sh/hook: test\\n", ""));
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
