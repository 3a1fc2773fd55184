package io.millrace.standalone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.cli.MillraceCommand;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The command {@code millrace} in a process of its own. */
final class Cli {

    private static final long LIMIT_SECONDS = 60;

    private Cli() {}

    static Program start(String... words) throws IOException {
        return Program.start(command(words));
    }

    /** Follows an empty directory; returns when it does. */
    static Program follow(Path directory, URI ingest, URI edge) throws IOException {
        Http http = new Http();
        Files.writeString(directory.resolve("first"), "so that one sees that it is followed");
        Program push = start("push", directory.toString(), ingest.toString());
        await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS)
                .until(() -> !push.running() || http.status(edge.resolve("first")) == 200);
        return push;
    }

    static List<String> command(String... words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                ChildClasspath.ofThisJvm(),
                MillraceCommand.class.getName()));
        command.addAll(List.of(words));
        return command;
    }

    /** Waits until the edge has every file of a directory, byte for byte. */
    static void awaitSame(Path directory, URI edge, Program push) throws IOException, InterruptedException {
        Http http = new Http();
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        assertTrue(files.size() > 2, files::toString);
        for (Path file : files) {
            byte[] written = Files.readAllBytes(file);
            URI uri = edge.resolve(directory.relativize(file).toString());
            await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS).until(() -> !push.running() || same(http, uri, written));
            assertArrayEquals(written, http.get(uri).body(), () -> file + "\n" + push);
        }
    }

    /** A reader of an upload that broke off is cut off, and has to ask again. */
    private static boolean same(Http http, URI uri, byte[] written) throws InterruptedException {
        try {
            HttpResponse<byte[]> answer = http.get(uri);
            return answer.statusCode() == 200 && Arrays.equals(written, answer.body());
        } catch (IOException e) {
            return false;
        }
    }
}
