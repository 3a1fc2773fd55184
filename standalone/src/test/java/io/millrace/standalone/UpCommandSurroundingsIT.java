package io.millrace.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./millrace up} finds on the machine and makes use of. */
class UpCommandSurroundingsIT {

    @TempDir
    private Path temporary;

    private final Http http = new Http();

    @Test
    void aRedisAndAKafkaThatAreThereAreUsed(@TempDir Path directory) throws Exception {
        try (Backing backing = Backing.single();
                RespConnection redis =
                        new RespConnection(Integer.parseInt(backing.redisUri().replaceFirst(".*:", "")))) {
            UpCommand command = new UpCommand(temporary)
                    .with("MILLRACE_REDIS_URI", backing.redisUri())
                    .with("MILLRACE_KAFKA_BOOTSTRAP", backing.kafkaBootstrap());
            try (Program up = command.startAndAwaitReady()) {
                assertTrue(up.output().contains(backing.redisUri() + ", which is yours"), up::toString);
                assertTrue(up.output().contains(backing.kafkaBootstrap() + ", which is yours"), up::toString);
                http.put(command.ingest("/files/object"), new byte[1]);
                assertEquals(200, http.status(command.edge("/files/object")));
                assertEquals("1", redis.call("EXISTS", "mr:o:{/files/}object"));
            }
        }
    }

    @Test
    void aJdkIsFoundWhereThatOnThePathIsTooOld(@TempDir Path old) throws Exception {
        assumeTrue(aJdkIsInstalled(), "no JDK 25 in /usr/lib/jvm");
        pretendJdk17(old);
        UpCommand command = new UpCommand(temporary)
                .without("JAVA_HOME")
                .with("PATH", old.resolve("bin") + File.pathSeparator + System.getenv("PATH"));
        try (Program up = command.startAndAwaitReady()) {
            assertEquals("", up.errors());
        }
    }

    private static boolean aJdkIsInstalled() throws IOException {
        Path jdks = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(jdks)) {
            return false;
        }
        try (Stream<Path> homes = Files.list(jdks)) {
            return homes.anyMatch(home -> home.getFileName().toString().matches(".*\\b25\\b.*"));
        }
    }

    /** As far as the script asks it. */
    private static void pretendJdk17(Path home) throws IOException {
        Path bin = Files.createDirectory(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
        for (String name : new String[] {"java", "javac"}) {
            Path program = Files.writeString(bin.resolve(name), """
                    #!/bin/sh
                    echo "    java.home = %s" >&2
                    """.formatted(home));
            assertTrue(program.toFile().setExecutable(true));
        }
    }
}
