package io.millrace.standalone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How {@code ./millrace up} ends: all of it, and without a trace. */
class UpCommandStopIT {

    @TempDir
    private Path temporary;

    private UpCommand command;

    @BeforeEach
    void freePorts() {
        command = new UpCommand(temporary);
    }

    @Test
    void ctrlCStopsAllOfItAndLeavesNothingBehind() throws Exception {
        try (Program up = command.startAndAwaitReady()) {
            up.signal("INT");
            int _ = up.exitCode();
            assertEquals("", up.errors());
            assertEquals("millrace: stopping", up.output().lines().toList().getLast());
            command.assertNothingIsLeftOf(up);
        }
    }

    @Test
    void ctrlCInTheMiddleOfTheStartLeavesNothingBehind() throws Exception {
        try (Program up = command.start()) {
            UpCommand.awaitOutput(up, "Redis");
            up.signal("INT");
            assertNotEquals(0, up.exitCode());
            assertEquals("", up.errors());
            command.assertNothingIsLeftOf(up);
        }
    }

    @Test
    void anUploadAndItsReadersMayEndBeforeItStops() throws Exception {
        command.with("MILLRACE_INGEST_DRAIN", "10s").with("MILLRACE_EDGE_DRAIN", "10s");
        byte[] end = "the end".getBytes(StandardCharsets.UTF_8);
        try (Program up = command.startAndAwaitReady();
                ChunkedPut put = ChunkedPut.open(command.ingest("/live/last")).chunk("the beginning, ");
                ChunkedGet get = GrowingObject.get(command.edge("/live/last"))) {
            assertEquals("the beginning, ", get.text());
            up.signal("TERM");
            UpCommand.awaitOutput(up, "millrace: stopping");
            put.chunk(end);
            assertEquals(201, put.end());
            assertArrayEquals(end, get.body());
            int _ = up.exitCode();
            assertEquals("", up.errors());
            command.assertNothingIsLeftOf(up);
        }
    }
}
