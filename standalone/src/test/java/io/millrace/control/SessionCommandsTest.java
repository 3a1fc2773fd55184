package io.millrace.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code millrace sessions} and {@code millrace shape}, with a control plane that keeps what it is told. */
final class SessionCommandsTest {

    @RegisterExtension
    static final Replicas REPLICAS = new Replicas(Map.of());

    @TempDir
    private Path directory;

    private Terminal terminal;

    @BeforeEach
    void open() {
        terminal = new Terminal(REPLICAS.uri(), directory);
    }

    @Test
    void aSessionIsMadeShownChangedAndDeleted() {
        assertEquals(
                """
                name  sessions/lab
                origin  channels/cam
                rules[0].match.kinds  segment
                rules[0].actions[0].bandwidth.bitRate  2Mbit/s
                seed  7
                expireTime  TIME
                createTime  TIME
                updateTime  TIME
                revision  N
                etag  N
                """, terminal.printsAbout("sessions create lab --origin cam --bandwidth 2M --kind segment --seed 7"));
        String listed = terminal.printsAbout("sessions list");
        assertTrue(listed.startsWith("NAME  DISPLAY NAME  ORIGIN  TAG  DRIPLS  PLAYED SINCE  UNTIL\n"), listed);
        assertTrue(listed.contains("\nsessions/lab  -  channels/cam  -  -  -  TIME\n"), listed);
        assertEquals("""
                name  sessions/lab
                origin  channels/cam
                rules[0].actions[0].latency.delay  300ms
                seed  7
                expireTime  TIME
                createTime  TIME
                updateTime  TIME
                revision  N
                etag  N
                """, terminal.printsAbout("sessions update lab --latency 300ms"));
        assertEquals("""
                name: sessions/lab
                origin: channels/cam
                seed: '7'
                expireTime: 'TIME'
                createTime: 'TIME'
                updateTime: 'TIME'
                revision: N
                etag: N
                """, terminal.printsAbout("sessions update lab --no-rules --output yaml"));

        terminal.prints("sessions delete lab");
        terminal.refuses(3, "millrace: sessions/lab is not there\n", "sessions get lab");
    }

    @Test
    void whatASessionCanNotBeIsToldFieldByField() {
        terminal.refuses(4, "millrace: tags/nowhere: it is not there\n", "sessions create lab --tag nowhere");
        Terminal.Ended ended = terminal.run("sessions create lab --bandwidth 1k");
        assertEquals(1, ended.code());
        assertTrue(ended.errors().contains("rules[0].actions[0].bandwidth"), ended.errors());
    }

    @Test
    void shapePrintsWhatToPlay() {
        Terminal.Ended ended = terminal.run("shape https://edge.example/live/cam/a.m3u8 --session tv --hang --nth 3");

        assertEquals("http://127.0.0.1:8082/shape/tv/live/cam/a.m3u8\n", ended.output());
        assertEquals(0, ended.code(), ended.errors());
        assertTrue(terminal.prints("sessions get tv").contains("https://edge.example"));
    }
}
