package io.millrace.edge.mount;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a response whose file or client changes while it is sent. */
class FileResponseTest {

    /** Far more than the sockets take while a client does not read. */
    private static final long LENGTH = 64L << 20;

    @TempDir
    private Path directory;

    private Path path;
    private ServedMount served;

    @BeforeEach
    void serve() throws IOException {
        path = directory.resolve("file.mp4");
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(LENGTH);
        }
        served = new ServedMount(directory, false);
    }

    @AfterEach
    void everyFileIsClosed() throws InterruptedException {
        try (ServedMount ended = served) {
            assertTrue(ended.allClosed());
        }
    }

    @Test
    void aFileThatStaysIsSentToItsEnd() throws Exception {
        try (Socket client = begun()) {
            assertEquals(LENGTH, rest(client));
        }
    }

    @Test
    void aFileThatIsReplacedIsSentToItsEndAsItWas() throws Exception {
        try (Socket client = begun()) {
            Path other = Files.writeString(directory.resolve("other"), "x");
            Files.move(other, path, StandardCopyOption.ATOMIC_MOVE);
            assertEquals(LENGTH, rest(client));
        }
    }

    @Test
    void aFileThatIsDeletedIsSentToItsEnd() throws Exception {
        try (Socket client = begun()) {
            Files.delete(path);
            assertEquals(LENGTH, rest(client));
        }
    }

    @Test
    void aFileThatIsCutShortIsCutOff() throws Exception {
        try (Socket client = begun()) {
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                file.setLength(LENGTH / 2);
            }
            assertTrue(rest(client) < LENGTH);
        }
    }

    @Test
    void aFileThatIsWrittenToIsCutOff() throws Exception {
        try (Socket client = begun()) {
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                file.write('x');
            }
            assertTrue(rest(client) < LENGTH);
        }
    }

    @Test
    void aFileThatGrowsIsCutOff() throws Exception {
        try (Socket client = begun()) {
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                file.seek(LENGTH);
                file.write('x');
            }
            assertTrue(rest(client) < LENGTH);
        }
    }

    @Test
    void theFileOfAClientThatGoesAwayIsClosed() throws Exception {
        begun().close();
        assertTrue(served.allClosed());
    }

    @Test
    void theFilesOfClientsAreClosedWhenTheServerStops() throws Exception {
        try (Socket client = begun()) {
            served.close();
            assertTrue(served.allClosed());
            assertTrue(rest(client) < LENGTH);
        }
    }

    /** A client that has read the head of the answer and nothing more. */
    private Socket begun() throws IOException, InterruptedException {
        Socket client = served.ask("/vod/file.mp4");
        InputStream in = client.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        assertTrue(head.toString().startsWith("HTTP/1.1 200 "), head::toString);
        assertTrue(served.openFilesBecome(1));
        return client;
    }

    /** Bytes of the body until the connection ends, however it does. */
    private static long rest(Socket client) {
        byte[] buffer = new byte[1 << 16];
        long bytes = 0;
        try {
            InputStream in = client.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes += read;
            }
        } catch (IOException e) {
            return bytes; // reset
        }
        return bytes;
    }
}
