package io.millrace.deploy;

import io.millrace.standalone.Program;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Whether images can be built and run on this machine. Where {@code CI=true} says that they have to be, it is an error if not. */
final class DockerCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> missing = missing();
        if (missing.isPresent() && Boolean.parseBoolean(System.getenv("CI"))) {
            throw new IllegalStateException("images have to be tested where CI=true: " + missing.get());
        }
        return missing.map(what -> ConditionEvaluationResult.disabled("images are not tested: " + what))
                .orElseGet(() -> ConditionEvaluationResult.enabled("Docker answers"));
    }

    private static Optional<String> missing() {
        return fails("docker", "version")
                .map(why -> "`docker version` fails: install docker.io and start dockerd (" + why + ")")
                .or(() -> fails("debootstrap", "--version")
                        .map(why -> "debootstrap, which makes their base, is not there (" + why + ")"))
                .or(() -> System.getProperty("user.name").equals("root")
                        ? Optional.empty()
                        : Optional.of("debootstrap, which makes their base, needs root"));
    }

    /** Why a command fails, if it does. */
    private static Optional<String> fails(String... command) {
        try (Program program = Program.start(List.of(command))) {
            return program.exitCode() == 0
                    ? Optional.empty()
                    : Optional.of(program.errors().strip());
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }
}
