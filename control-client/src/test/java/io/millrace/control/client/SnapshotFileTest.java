package io.millrace.control.client;

import static io.millrace.control.client.Messages.STORE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.proto.control.v1.ConfigItem;
import io.millrace.proto.control.v1.ServiceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFileTest {

    @TempDir
    private Path directory;

    private SnapshotFile file;

    @BeforeEach
    void name() {
        file = new SnapshotFile(directory.resolve("control.snapshot"), ServiceKind.SERVICE_KIND_EDGE);
    }

    @Test
    void whatIsReadIsWhatWasWritten() throws IOException {
        List<ConfigItem> items = IntStream.range(0, 2_500)
                .mapToObj(i -> Messages.channel("c" + i, "/c" + i + "/"))
                .toList();
        file.write(ControlView.of(STORE, 17, items));
        ControlView read = file.read();
        assertEquals(17, read.revision());
        assertEquals(STORE, read.storeId());
        assertEquals(new HashSet<>(items), new HashSet<>(read.items()));
    }

    @Test
    void itsNameEndsWithTheServices() {
        assertEquals(directory.resolve("control.snapshot.edge"), file.path());
    }

    @Test
    void onlyItsOwnerMayReadIt() throws IOException {
        file.write(view(1));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())));
    }

    @Test
    void aLaterOneReplacesItAndLeavesNothingBeside() throws IOException {
        file.write(view(1));
        file.write(view(2));
        assertEquals(2, file.read().revision());
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(List.of(file.path()), files.toList());
        }
    }

    @Test
    void whatAProcessLeftThatDiedWhileItWroteIsNoHindrance() throws IOException {
        Files.writeString(directory.resolve("control.snapshot.edge.new"), "half");
        file.write(view(1));
        assertEquals(1, file.read().revision());
    }

    @Test
    void oneThatIsNotThereIsNot() {
        assertThrows(NoSuchFileException.class, () -> file.read());
    }

    @Test
    void everyByteCounts() throws IOException {
        file.write(view(1));
        byte[] good = Files.readAllBytes(file.path());
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            Files.write(file.path(), bad);
            assertThrows(IOException.class, () -> file.read(), "byte " + i);
        }
    }

    @Test
    void oneThatWasCutOffIsRefused() throws IOException {
        file.write(view(1));
        byte[] good = Files.readAllBytes(file.path());
        for (int length = 0; length < good.length; length++) {
            Files.write(file.path(), Arrays.copyOf(good, length));
            assertThrows(IOException.class, () -> file.read(), length + " bytes");
        }
    }

    @Test
    void anotherServicesIsRefused() throws IOException {
        file.write(view(1));
        SnapshotFile other = new SnapshotFile(directory.resolve("control.snapshot"), ServiceKind.SERVICE_KIND_INGEST);
        Files.copy(file.path(), other.path());
        assertEquals(
                "it is another service's",
                assertThrows(IOException.class, other::read).getMessage());
    }

    private static ControlView view(long revision) {
        return ControlView.of(STORE, revision, List.of(Messages.channel("a", "/a/")));
    }
}
