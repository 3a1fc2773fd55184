package io.millrace.standalone;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaBrokerTest {

    private static final int LIMIT_SECONDS = 10;

    @TempDir
    private Path directory;

    @Test
    void answersOnceStartedAndKeepsItsTopicsWhenItIsStartedAgain() throws Exception {
        int port = FreePorts.pick();
        try (KafkaBroker broker = KafkaBroker.start(port, directory);
                Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrap()))) {
            admin.createTopics(List.of(new NewTopic("kept", 8, (short) 1)))
                    .all()
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
            // The controller answers before the broker has heard of it.
            await().until(() -> topics(admin).equals(Set.of("kept")));
            broker.process().kill();
        }
        try (KafkaBroker broker = KafkaBroker.start(port, directory);
                Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrap()))) {
            await().until(() -> topics(admin).equals(Set.of("kept")));
        }
    }

    private static Set<String> topics(Admin admin) throws Exception {
        return admin.listTopics().names().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
}
