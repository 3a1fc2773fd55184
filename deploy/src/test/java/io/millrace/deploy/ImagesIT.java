package io.millrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.command.InspectImageResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.DockerClientFactory;

/** What the images say about themselves. */
@WithDocker
class ImagesIT {

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "edge", "shaper", "control", "cli"})
    void theUserIsNotRoot(String name) {
        assertEquals("65532:65532", inspect(name).getConfig().getUser());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "edge", "shaper", "control", "cli"})
    void theFirstProcessIsTheProgramItselfWhichSignalsReach(String name) {
        String[] entrypoint = inspect(name).getConfig().getEntrypoint();
        assertEquals("/opt/java/bin/java", entrypoint[0], () -> Arrays.toString(entrypoint));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "edge", "shaper", "control", "cli"})
    void labelsTellWhatItIs(String name) {
        Map<String, String> labels = inspect(name).getConfig().getLabels();
        for (String label : List.of("title", "description", "version")) {
            String value = labels.get("org.opencontainers.image." + label);
            assertTrue(value != null && !value.isBlank(), labels::toString);
        }
    }

    private static InspectImageResponse inspect(String name) {
        return DockerClientFactory.instance()
                .client()
                .inspectImageCmd(Images.named(name))
                .exec();
    }
}
